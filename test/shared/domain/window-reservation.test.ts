import { describe, expect, it } from 'vitest'
import type { Allocation } from '../../../shared/domain/allocation.ts'
import type { Take } from '../../../shared/domain/period-window.ts'
import {
  afterRun,
  isSameWindow,
  leftForParts,
  reserve,
  takesOf,
} from '../../../shared/domain/window-reservation.ts'
import { allocation } from '../repository/listed-things.ts'
import { NOW, reservation, take, windowWith } from './windows.ts'

const PART_0 = { runId: 'run', chunk: 0, part: 0 }
const PART_1 = { ...PART_0, part: 1 }
const LATER = '2026-11-21T13'

const committed = (parts: Readonly<Record<string, readonly Take[]>> = {}) => new Map(Object.entries(parts))

/** The window that reserving makes of it, where it makes another. */
function raised(...asked: Parameters<typeof reserve>) {
  const reserving = reserve(...asked)
  return reserving.kind === 'raise' ? reserving.window : reserving.kind
}

describe('reserving', () => {
  it('takes of the hour and remembers for which part', () => {
    expect(raised(windowWith({ taken: { [NOW]: 30n } }), PART_0, take(70n), committed())).toEqual(
      windowWith({ taken: { [NOW]: 100n }, reservations: [reservation(0, 70n)] }),
    )
  })

  it('is refused what the window has not left', () => {
    expect(raised(windowWith({ taken: { [NOW]: 30n } }), PART_0, take(71n), committed())).toBe('too-little')
  })

  it('again for the same part is raised to what is needed now', () => {
    const before = windowWith({ taken: { [NOW]: 90n }, reservations: [reservation(0, 60n)] })
    expect(raised(before, PART_0, take(70n), committed())).toEqual(
      windowWith({ taken: { [NOW]: 100n }, reservations: [reservation(0, 70n)] }),
    )
    expect(raised(before, PART_0, take(71n), committed())).toBe('too-little')
  })

  it('again for the same part is never lowered', () => {
    const before = windowWith({ taken: { [NOW]: 60n }, reservations: [reservation(0, 60n)] })
    expect(raised(before, PART_0, take(60n), committed())).toBe('reserved')
    expect(raised(before, PART_0, take(10n), committed())).toBe('reserved')
  })

  it.each([
    ['another run', { runId: 'another' }],
    ['another chunk', { chunk: 1 }],
    ['another part', { part: 1 }],
    ['another hour', { hour: LATER }],
  ])('is apart from what %s has reserved', (_, fields) => {
    const theirs = reservation(0, 60n, fields)
    const before = windowWith({ taken: { [theirs.hour]: 60n }, reservations: [theirs] })
    expect(raised(before, PART_0, take(10n), committed())).toMatchObject({
      reservations: [theirs, reservation(0, 10n)],
    })
  })

  it('gives back what committed parts reserved and did not take', () => {
    const before = windowWith({
      taken: { [NOW]: 70n, [LATER]: 20n },
      reservations: [reservation(0, 70n), reservation(0, 20n, { hour: LATER })],
    })
    expect(raised(before, PART_1, take(60n), committed({ '0#0': [take(40n)] }))).toEqual(
      windowWith({
        taken: { [NOW]: 100n, [LATER]: 0n },
        reservations: [reservation(0, 40n), reservation(1, 60n)],
      }),
    )
  })

  it('leaves what others have reserved under the same number', () => {
    const theirs = reservation(0, 70n, { runId: 'another' })
    const before = windowWith({ taken: { [NOW]: 70n }, reservations: [theirs] })
    expect(raised(before, PART_1, take(31n), committed({ '0#0': [] }))).toBe('too-little')
  })

  it('for a run that has ended is over', () => {
    expect(raised(windowWith({ ended: { run: NOW } }), PART_0, take(1n), committed())).toBe('run-over')
  })
})

describe('what a part is decided with', () => {
  it('is what is left and what it and those behind it have reserved in this hour', () => {
    const window = windowWith({
      taken: { [NOW]: 77n },
      reservations: [
        reservation(0, 1n),
        reservation(1, 2n),
        reservation(2, 4n),
        reservation(1, 8n, { runId: 'another' }),
        reservation(1, 16n, { chunk: 1 }),
        reservation(1, 32n, { hour: LATER }),
      ],
    })
    expect(leftForParts(window, PART_1, NOW, committed())).toBe(29n)
  })

  it('is more by what committed parts reserved and did not take', () => {
    const window = windowWith({ taken: { [NOW]: 90n }, reservations: [reservation(0, 50n)] })
    expect(leftForParts(window, PART_1, NOW, committed({ '0#0': [take(20n)] }))).toBe(40n)
  })
})

describe('after a run', () => {
  const before = windowWith({
    taken: { [NOW]: 95n },
    reservations: [reservation(0, 50n), reservation(1, 40n), reservation(0, 5n, { runId: 'another' })],
  })
  const takes = committed({ '0#0': [take(30n), take(9n, { since: 2 })], '0#1': [] })

  it('what its parts took stays taken, nothing is reserved for it, and it is known to have ended', () => {
    expect(afterRun(before, 'run', takes, LATER)).toEqual(
      windowWith({
        taken: { [NOW]: 35n },
        reservations: [reservation(0, 5n, { runId: 'another' })],
        ended: { run: LATER },
      }),
    )
  })

  it('nothing changes any more', () => {
    const ended = afterRun(before, 'run', takes, NOW)
    expect(afterRun(ended, 'run', takes, LATER)).toBe(ended)
  })
})

describe('what allocations take', () => {
  const made = (capSince: number | null, fields: Partial<Allocation> = {}) =>
    allocation('pr', 1, {
      capSince,
      amountMinor: 5n,
      createdTime: `${NOW}:30:00.000Z`,
      gatewayAccountId: 'gw',
      ...fields,
    })

  it('is one amount of each window, and nothing where no cap counts them', () => {
    const usd = { currency: 'USD' }
    expect(
      takesOf([made(1), made(null), made(1), made(2, usd), made(3, { gatewayAccountId: 'gw_2' })]),
    ).toEqual([
      take(10n),
      take(5n, { currency: 'USD', since: 2 }),
      take(5n, { gatewayAccountId: 'gw_2', since: 3 }),
    ])
  })
})

it.each([[{ gatewayAccountId: 'gw_2' }], [{ currency: 'USD' }], [{ since: 2 }]])(
  'a window is another one with %o',
  (fields) => {
    expect(isSameWindow(take(1n), take(2n))).toBe(true)
    expect(isSameWindow(take(1n), take(1n, fields))).toBe(false)
  },
)
