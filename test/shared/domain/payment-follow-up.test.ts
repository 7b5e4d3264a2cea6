import { describe, expect, it } from 'vitest'
import type { Allocation } from '../../../shared/domain/allocation.ts'
import { followUp, followUpAt, overdueAgain, overdueTime } from '../../../shared/domain/payment-follow-up.ts'
import { allocation } from '../repository/listed-things.ts'

const START = '2026-03-02T10:00:00.000Z'
const after = (seconds: number) => new Date(Date.parse(START) + seconds * 1000)

const MINUTE = 60
const HOUR = 60 * MINUTE

describe('the sweeper sends an order again', () => {
  const since = (state: Partial<Allocation>) =>
    overdueTime(allocation('pout_req_1', 1, { ...state, updatedTime: START }))

  it.each<[string, Partial<Allocation>, number]>([
    ['is queued', { status: 'queued' }, 5 * MINUTE],
    ['is being sent', { status: 'processing', transactionStatus: 'sending' }, 10 * MINUTE],
  ])('of a payment that still %s', (_, state, seconds) => {
    expect(since(state)).toBe(after(seconds).toISOString())
  })

  it.each<Partial<Allocation>>([
    { status: 'pending' },
    { status: 'processing', transactionStatus: 'timeout' },
    { status: 'waiting-completion', transactionStatus: 'waiting-gateway' },
    { status: 'completed', transactionStatus: 'completed' },
    { status: 'declined', transactionStatus: 'completed' },
    { status: 'failed', transactionStatus: 'never-sent' },
    { status: 'canceled' },
  ])('of none that is %o: it waits for somebody else, or for nobody', (state) => {
    expect(since(state)).toBeNull()
  })

  it('once more when it has been out for as long as a worker may take', () => {
    expect(overdueAgain(after(0))).toBe(after(10 * MINUTE).toISOString())
  })
})

describe('a payment with an unknown result', () => {
  /** Rules §5: asked about 10 s, 1, 5, 15, 60 min after it was sent, then hourly. */
  it.each([
    { age: 0, asked: 10 },
    { age: 10, asked: 1 * MINUTE },
    { age: 1 * MINUTE, asked: 5 * MINUTE },
    { age: 5 * MINUTE, asked: 15 * MINUTE },
  ])('$age s after it was sent is asked about by a message that comes at $asked s', ({ age, asked }) => {
    expect(followUp(START, after(age))).toEqual({
      delaySeconds: asked - age,
      dueTime: after(asked + 2 * MINUTE).toISOString(),
    })
  })

  it.each([
    { age: 15 * MINUTE, asked: 1 * HOUR },
    { age: 1 * HOUR, asked: 2 * HOUR },
    { age: 30 * HOUR, asked: 31 * HOUR },
  ])('$age s after it was sent waits for the sweeper at $asked s: no message waits so long', (times) => {
    expect(followUp(START, after(times.age))).toEqual({
      delaySeconds: null,
      dueTime: after(times.asked).toISOString(),
    })
  })
})

describe('a message', () => {
  it.each([
    ['in a quarter of an hour', 15 * MINUTE, 15 * MINUTE],
    ['a moment later than that', 15 * MINUTE + 0.001, null],
    ['never before its time', 10.001, 11],
    ['at once when its time has come', 0, 0],
    ['at once when its time has gone by', -1 * HOUR, 0],
  ])('comes %s', (_, due, delaySeconds) => {
    expect(followUpAt(after(due).toISOString(), after(0)).delaySeconds).toBe(delaySeconds)
  })

  it('that is late is left two minutes before the sweeper does its work', () => {
    const { dueTime } = followUpAt(after(-1 * HOUR).toISOString(), after(0))
    expect(dueTime).toBe(after(-1 * HOUR + 2 * MINUTE).toISOString())
  })
})
