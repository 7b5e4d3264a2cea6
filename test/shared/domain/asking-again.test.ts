import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextAskingTime } from '../../../shared/domain/asking-again.ts'

const SENT = '2026-01-01T12:00:00.000Z'

test('an unknown payment is asked about after 10 s, 1, 5, 15 and 60 minutes, and then every hour', () => {
  const asked: string[] = []
  let now = new Date(SENT)
  for (let n = 0; n < 8; n++) {
    const next = nextAskingTime(SENT, now)
    asked.push(next.slice(11, 19))
    now = new Date(next)
  }
  expect(asked).toEqual([
    '12:00:10',
    '12:01:00',
    '12:05:00',
    '12:15:00',
    '13:00:00',
    '14:00:00',
    '15:00:00',
    '16:00:00',
  ])
})

test('the next time lies ahead and at most an hour away, however long nobody asked', () =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 * 86_400_000 }), (age) => {
      const now = Date.parse(SENT) + age
      const next = Date.parse(nextAskingTime(SENT, new Date(now)))
      expect(next).toBeGreaterThan(now)
      expect(next - now).toBeLessThanOrEqual(3_600_000)
    }),
  ))

test('a clock behind the one that wrote the transaction asks after 10 s all the same', () => {
  expect(nextAskingTime(SENT, new Date('2026-01-01T11:59:58.000Z'))).toBe('2026-01-01T12:00:10.000Z')
})
