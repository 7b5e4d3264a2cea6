import { describe, expect, it } from 'vitest'
import {
  capsOf,
  hourOf,
  hoursBefore,
  leftMinor,
  stillCounts,
  withoutPast,
} from '../../../shared/domain/period-window.ts'
import { account } from '../../harness/world.ts'
import { NOW, windowWith } from './windows.ts'

describe('an hour', () => {
  it('is that of a time in UTC', () => {
    expect(hourOf('2026-11-21T12:59:59.999Z')).toBe('2026-11-21T12')
  })

  it('before midnight is of the day before', () => {
    expect(hoursBefore('2027-01-01T00', 1)).toBe('2026-12-31T23')
  })

  it('counts as the current one and for the 24 that follow', () => {
    expect(stillCounts('2026-11-20T12', '2026-11-21T12')).toBe(true)
    expect(stillCounts('2026-11-20T11', '2026-11-21T12')).toBe(false)
  })
})

describe('what a window has left', () => {
  it('is the cap when nothing was taken', () => {
    expect(leftMinor(windowWith({}), NOW)).toBe(100n)
  })

  it('is less by every hour that counts, even one that has not begun by this clock', () => {
    const taken = {
      [hoursBefore(NOW, 25)]: 1n,
      [hoursBefore(NOW, 24)]: 2n,
      [NOW]: 4n,
      [hoursBefore(NOW, -1)]: 8n,
    }
    expect(leftMinor(windowWith({ taken }), NOW)).toBe(86n)
  })

  it('is nothing when the cap was lowered below what was taken', () => {
    expect(leftMinor(windowWith({ taken: { [NOW]: 101n } }), NOW)).toBe(0n)
  })
})

it('what is long past is forgotten', () => {
  const [first, past] = [hoursBefore(NOW, 48), hoursBefore(NOW, 49)]
  const reservation = { runId: 'run', chunk: 0, part: 0, amountMinor: 1n }
  const window = windowWith({
    taken: { [past]: 1n, [first]: 2n, [NOW]: 0n },
    reservations: [
      { ...reservation, hour: past },
      { ...reservation, hour: first },
    ],
    ended: { old: past, recent: first },
  })
  expect(withoutPast(window, NOW)).toEqual(
    windowWith({
      taken: { [first]: 2n },
      reservations: [{ ...reservation, hour: first }],
      ended: { recent: first },
    }),
  )
})

it('caps are those of the currencies asked for', () => {
  const eur = { currency: 'EUR', amountMinor: 5n, since: 2 }
  const usd = { currency: 'USD', amountMinor: 7n, since: 3 }
  const limits = { maxPerTransaction: [], minPerTransaction: [], maxPerPeriod: [eur, usd] }
  const gateways = [account('gw_1', { payoutLimits: limits }), account('gw_2')]
  expect(capsOf(gateways, new Set(['USD', 'JPY']))).toEqual([
    { gatewayAccountId: 'gw_1', currency: 'USD', since: 3, capMinor: 7n },
  ])
})
