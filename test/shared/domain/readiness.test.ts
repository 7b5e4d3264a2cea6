import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  nextDaily,
  nextReadinessTime,
  readyIfWaiting,
  waitingSinceToBeReady,
} from '../../../shared/domain/readiness.ts'
import { putWebsite, readinessExecuted, type WebsiteAsk } from '../../../shared/domain/website.ts'
import { payoutRequest } from './auto-allocation/builders.ts'

describe('the next time of day', () => {
  it.each([
    ['10:00', '2026-03-01T09:59:59.999Z', '2026-03-01T10:00:00.000Z'],
    ['10:00', '2026-03-01T10:00:00.000Z', '2026-03-02T10:00:00.000Z'],
    ['10:00:00Z', '2026-02-28T10:00:00.001Z', '2026-03-01T10:00:00.000Z'],
    ['10:00:30', '2026-03-01T10:00:00.000Z', '2026-03-01T10:00:30.000Z'],
    ['10:00+02:00', '2026-03-01T07:59:00.000Z', '2026-03-01T08:00:00.000Z'],
    ['10:00-03:30', '2026-03-01T12:00:00.000Z', '2026-03-01T13:30:00.000Z'],
    ['00:30+02:00', '2026-03-01T12:00:00.000Z', '2026-03-01T22:30:00.000Z'],
    ['01:00+14:00', '2026-03-01T11:00:00.000Z', '2026-03-02T11:00:00.000Z'],
    ['23:30-05:00', '2026-03-01T04:29:59.000Z', '2026-03-01T04:30:00.000Z'],
    ['23:59:59-12:00', '2024-02-28T12:00:00.000Z', '2024-02-29T11:59:59.000Z'],
    ['00:00Z', '2026-12-31T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ])('%s after %s is %s', (time, after, next) => {
    expect(nextDaily(time, new Date(after)).toISOString()).toBe(next)
  })

  it.each(['', '8:00', '10:00 ', 'at 10:00', '10:00+2', '10:00+02:00:00', '10:00:0'])(
    'refuses %j, which is no time of day',
    (text) => {
      expect(() => nextDaily(text, new Date())).toThrow(`Not a time of day: ${text}`)
    },
  )

  it('is less than a day away, and shows the asked hour at its offset', () => {
    const number = (max: number) => fc.integer({ min: 0, max })
    const digits = (value: number) => String(value).padStart(2, '0')
    const property = fc.property(
      fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
      fc.tuple(number(23), number(59), number(59)).map((parts) => parts.map(digits).join(':')),
      fc.tuple(fc.constantFrom('+', '-'), number(14), fc.constantFrom(0, 30, 45)),
      (after, time, [sign, hours, minutes]) => {
        const offset = `${sign}${digits(hours)}:${digits(minutes)}`
        const next = nextDaily(`${time}${offset}`, after)
        const wait = next.getTime() - after.getTime()
        expect(wait).toBeGreaterThan(0)
        expect(wait).toBeLessThanOrEqual(24 * 3_600_000)
        const shift = (sign === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000
        expect(new Date(next.getTime() + shift).toISOString().slice(11)).toBe(`${time}.000Z`)
      },
    )
    fc.assert(property, { numRuns: 300 })
  })
})

const SETTINGS = {
  automaticReadinessEnabled: true,
  pendingPeriodHours: 48,
  automaticReadinessTime: '10:00+02:00',
  automaticReadinessLastExecutedAt: null,
}

describe('what is ready', () => {
  it.each([
    ['at that time', '2026-03-05T08:00:00.000Z', '2026-03-03T08:00:00.000Z'],
    ['by a sweep that comes later', '2026-03-05T08:00:59.000Z', '2026-03-03T08:00:00.000Z'],
    ['before that time of the day', '2026-03-05T07:59:59.999Z', '2026-03-02T08:00:00.000Z'],
  ])('%s has been waiting for the whole period by the last time of day', (_, now, since) => {
    expect(waitingSinceToBeReady(SETTINGS, new Date(now))).toBe(since)
  })

  it.each([
    ['does not make ready by itself', { automaticReadinessEnabled: false }],
    ['has no time of day for it', { automaticReadinessTime: null }],
  ])('is nothing where the website %s', (_, change) => {
    const off = { ...SETTINGS, ...change }
    expect(waitingSinceToBeReady(off, new Date())).toBeNull()
    expect(nextReadinessTime(off, new Date())).toBeNull()
  })

  it('is nothing where the website does not say how long to wait', () => {
    expect(waitingSinceToBeReady({ ...SETTINGS, pendingPeriodHours: null }, new Date())).toBeNull()
  })

  const since = '2026-03-03T08:00:00.000Z'
  const stamp = { by: 'usr_system', at: '2026-03-05T08:00:10.000Z' }
  const pending = (pendingSince: string, blocked = false) =>
    payoutRequest({ status: 'pending', pendingSince, blocked })

  it.each([
    ['since just then', since, false, 'ready'],
    ['longer', '2026-01-01T00:00:00.000Z', false, 'ready'],
    ['a millisecond less', '2026-03-03T08:00:00.001Z', false, 'pending'],
    ['longer, and is blocked', '2026-01-01T00:00:00.000Z', true, 'pending'],
  ])('of what waits %s', (_, pendingSince, blocked, status) => {
    expect(readyIfWaiting(pending(pendingSince, blocked), since, stamp)).toMatchObject({ status })
  })

  it('waits no more, and says who made it ready', () => {
    const ready = readyIfWaiting(pending(since), since, stamp)
    expect(ready).toMatchObject({
      pendingSince: null,
      lastChange: { by: 'usr_system', actions: [{ type: 'payout-request-ready' }] },
    })
    expect(readyIfWaiting(ready, since, stamp)).toBe(ready)
  })
})

describe("a website's next look", () => {
  const { automaticReadinessLastExecutedAt: _, ...asked } = SETTINGS
  const ask = (more: object = {}): WebsiteAsk => ({
    name: 'Shop',
    url: null,
    settings: { payoutRequest: { ...asked, ...more } },
  })
  const first = putWebsite('web_1', ask(), undefined, '2026-03-05T07:00:00.000Z')

  it('is at its time of day, and stays due although the website is put again', () => {
    expect(first.nextReadinessTime).toBe('2026-03-05T08:00:00.000Z')
    const again = putWebsite('web_1', ask({ pendingPeriodHours: 1 }), first, '2026-03-05T08:00:30.000Z')
    expect(again.nextReadinessTime).toBe('2026-03-05T08:00:00.000Z')
  })

  it('moves with the time of day, and is none when it is disabled', () => {
    const at = '2026-03-05T08:00:30.000Z'
    const moved = putWebsite('web_1', ask({ automaticReadinessTime: '12:00' }), first, at)
    expect(moved.nextReadinessTime).toBe('2026-03-05T12:00:00.000Z')
    const disabled = putWebsite('web_1', ask({ automaticReadinessEnabled: false }), first, at)
    expect(disabled.nextReadinessTime).toBeNull()
    expect(putWebsite('web_1', ask(), disabled, at).nextReadinessTime).toBe('2026-03-06T08:00:00.000Z')
  })

  it('is a day after it was executed, also when days were missed', () => {
    const late = '2026-03-09T08:00:45.000Z'
    expect(readinessExecuted(first, late)).toMatchObject({
      settings: { payoutRequest: { automaticReadinessLastExecutedAt: late } },
      nextReadinessTime: '2026-03-10T08:00:00.000Z',
      version: 2,
    })
  })
})
