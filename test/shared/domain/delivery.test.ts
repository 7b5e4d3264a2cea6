import { expect, it } from 'vitest'
import {
  type AttemptOutcome,
  abandoned,
  attempted,
  concluded,
  type Delivery,
  held,
  newDelivery,
  pauseReason,
  putOff,
  RETRIES_SECONDS,
  redelivered,
  waitSeconds,
} from '../../../shared/domain/delivery.ts'
import { missedSince, type Webhook } from '../../../shared/domain/webhook.ts'

const EVENT = {
  eventId: 'evt_1',
  eventType: 'payout-request-created',
  occurredTime: '2026-03-02T09:00:00.000Z',
}
const START = '2026-03-02T10:00:00.000Z'
const after = (seconds: number) => new Date(Date.parse(START) + seconds * 1000).toISOString()

const fresh = newDelivery('hook_1', EVENT, START)
const answered = (statusCode: number): AttemptOutcome => ({ statusCode, error: null })
const UNHEARD: AttemptOutcome = { statusCode: null, error: 'timeout' }

const attempt = (delivery: Delivery, outcome: AttemptOutcome, at: string): Delivery =>
  concluded(attempted(delivery, at), delivery.attemptCount + 1, outcome, at)

/** Rules §5: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 20 h. */
it.each([
  [1, 5],
  [2, 300],
  [3, 1800],
  [4, 7200],
  [5, 18_000],
  [6, 36_000],
  [7, 72_000],
  [8, null],
])('has the attempt after the failed attempt %i come %s seconds later', (failed, seconds) => {
  let delivery = fresh
  for (let i = 0; i < failed; i++) delivery = attempt(delivery, UNHEARD, START)
  expect(delivery.nextAttemptTime).toBe(seconds === null ? null : after(seconds))
  expect(delivery.status).toBe(seconds === null ? 'failed' : 'pending')
})

it.each([
  [200, 'delivered'],
  [299, 'delivered'],
  [199, 'pending'],
  [300, 'pending'],
  [404, 'pending'],
  [410, 'failed'],
])('takes the status %i for %s', (statusCode, status) => {
  expect(attempt(fresh, answered(statusCode), START).status).toBe(status)
})

it('begins a round of its own when it is delivered again, and numbers its attempts on', () => {
  const delivered = attempt(attempt(fresh, UNHEARD, START), answered(200), START)
  const again = redelivered(delivered, 'redelivery_1', after(60))
  expect(again).toMatchObject({ status: 'pending', nextAttemptTime: after(60), attemptCount: 2 })
  const failed = attempt(again, UNHEARD, after(60))
  expect(failed).toMatchObject({ nextAttemptTime: after(65), attemptCount: 3 })
  expect(failed.attempts.map(({ number }) => number)).toEqual([1, 2, 3])
})

it('notes the end of an attempt that another round has overtaken, and nothing else', () => {
  const begun = attempted(fresh, START)
  const again = redelivered(begun, 'redelivery_1', after(1))
  const late = concluded(again, 1, answered(200), after(2))
  expect(late).toMatchObject({ status: 'pending', nextAttemptTime: after(1) })
  expect(late.attempts).toMatchObject([{ number: 1, statusCode: 200, finishedTime: after(2) }])
})

it('keeps the latest 20 attempts and counts them all', () => {
  let delivery = fresh
  for (let i = 0; i < 25; i++)
    delivery = attempt(redelivered(delivery, `redelivery_${i}`, START), UNHEARD, START)
  expect(delivery.attempts.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, i) => i + 6))
  expect(delivery.attemptCount).toBe(25)
})

it('has a webhook paused that is gone, or that took nothing from the first attempt of a round to its last', () => {
  let delivery = fresh
  for (let i = 0; i < 8; i++) {
    expect(pauseReason(delivery, UNHEARD, START)).toBe(undefined)
    delivery = attempt(delivery, UNHEARD, after(i))
  }
  expect(pauseReason(delivery, UNHEARD, START)).toBe('retries-exhausted')
  expect(pauseReason(delivery, UNHEARD, after(-60))).toBe('retries-exhausted')
  expect(pauseReason(delivery, UNHEARD, after(1))).toBe(undefined) // it took something in between
  expect(pauseReason(delivery, UNHEARD, null)).toBe(undefined)
  expect(pauseReason(attempt(fresh, answered(410), START), answered(410), null)).toBe('gone')
})

it.each([
  [0, 5],
  [60, 15],
  [600, 150],
  [100_000, 600],
])('leaves a receiver alone that has been failing for %i s for %i s', (failing, wait) => {
  expect(waitSeconds(START, new Date(after(failing)))).toBe(wait)
})

it('makes up for all that a webhook was ever to get, once it is active again', () => {
  const webhook: Webhook = {
    ...{ id: 'hook_1', url: 'https://hooks.example.org/', eventsFilter: [], filter: null, secret: 'x' },
    ...{ status: 'active', pause: null, version: 1, createdTime: START, updatedTime: START },
  }
  const silent: Webhook = { ...webhook, status: 'inactive', updatedTime: after(1_000_000) }
  expect(missedSince(silent, webhook)).toBe(after(-86_400))
  expect(missedSince(webhook, webhook)).toBe(null)
  expect(missedSince(silent, silent)).toBe(null)
})

it('waits for its webhook, is put off, or is given up, a version further each time', () => {
  const at = after(60)
  const next = { ...fresh, version: 2, updatedTime: at }
  expect(held(fresh, at)).toEqual({ ...next, status: 'held', nextAttemptTime: null })
  expect(putOff(fresh, 30, at)).toEqual({ ...next, nextAttemptTime: after(90) })
  expect(abandoned(fresh, at)).toEqual({ ...next, status: 'failed', nextAttemptTime: null })
})

it('is no less held or delivered because an attempt ends late, and not tried again for that', () => {
  const begun = { ...attempted(fresh, START), nextAttemptTime: null }
  for (const status of ['held', 'delivered', 'failed'] as const)
    expect(concluded({ ...begun, status }, 1, UNHEARD, after(1))).toMatchObject({
      status,
      nextAttemptTime: null,
    })
})

it('is not put off by the end of an attempt that was taken for interrupted', () => {
  const second = attempted(attempted(fresh, START), after(120))
  const late = concluded(second, 1, UNHEARD, after(121))
  expect(late.nextAttemptTime).toBe(second.nextAttemptTime)
  expect(late.attempts).toMatchObject([{ finishedTime: after(121) }, { finishedTime: null }])
})

it('is tried for a day and a half: 37 hours, 35 minutes and 5 seconds', () => {
  expect(RETRIES_SECONDS).toBe((37 * 60 + 35) * 60 + 5)
})

it('has no webhook paused of which nobody knows that it is failing, or whose attempts never ended', () => {
  const failed = { ...attempt(fresh, UNHEARD, START), status: 'failed' } as const
  expect(pauseReason(failed, UNHEARD, null)).toBeUndefined()
  expect(pauseReason({ ...attempted(fresh, START), status: 'failed' }, UNHEARD, START)).toBeUndefined()
  expect(pauseReason(failed, UNHEARD, START)).toBe('retries-exhausted')
  const interruptedFirst = attempt(attempted(fresh, START), UNHEARD, after(120))
  expect(pauseReason({ ...interruptedFirst, status: 'failed' }, UNHEARD, after(100))).toBe(
    'retries-exhausted',
  )
})

it('judges a round by its own first attempt, not by those of the rounds before', () => {
  const again = redelivered(attempt(fresh, UNHEARD, START), 'redelivery_1', after(60))
  const failed = { ...attempt(again, UNHEARD, after(70)), status: 'failed' } as const
  expect(pauseReason(failed, UNHEARD, after(65))).toBe('retries-exhausted')
  expect(pauseReason(failed, UNHEARD, after(75))).toBeUndefined()
})
