import * as z from 'zod'
import type { PairExposure } from '../domain/customer.ts'
import type { Minor } from '../domain/money.ts'
import type { Item } from './client.ts'
import {
  type Assignment,
  atLeast,
  atMost,
  type Condition,
  either,
  exists,
  has,
  lacks,
  type Path,
  sizeLessThan,
} from './expressions.ts'
import { exposureKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { minor, orNull, withoutNulls } from './stored.ts'
import { stale, type Write } from './write.ts'

/**
 * A customer's exposures in one currency, as one item: a map from pair to its figures. Several allocations of one
 * customer in one transaction share the one action on it.
 */
const StoredExposures = z.object({
  pairs: z.record(
    z.string(),
    z.object({
      payments: z.int(),
      salesMinor: minor,
      payoutsMinor: minor,
      openMinor: minor,
      headroomMinor: minor,
      firstPaymentTime: orNull(z.string()),
      lastPaymentTime: orNull(z.string()),
      lastPayoutTime: orNull(z.string()),
    }),
  ),
})

export const exposuresFrom = (item: Item | undefined): PairExposure[] =>
  item === undefined
    ? []
    : Object.entries(StoredExposures.parse(item).pairs).map(([pair, figures]) => ({
        ...pairOf(pair),
        ...figures,
      }))

/** What becomes of a pair's figures. Amounts that go down are negative. */
export interface ExposureChange {
  readonly paymentInstrumentId: string
  readonly gatewayAccountId: string
  readonly openMinor: Minor
  readonly salesMinor?: Minor
  readonly payoutsMinor?: Minor
  readonly payments?: number
  /** Refuse unless the pair's headroom is at least this: what automatic allocations on a covered pair take. */
  readonly demandsHeadroomMinor?: Minor
  /** Times that count if they are the first or the last; then the pair must have been read. */
  readonly times?: Partial<Pick<PairExposure, 'firstPaymentTime' | 'lastPaymentTime' | 'lastPayoutTime'>>
}

/**
 * One write for any number of changes to different pairs of one customer and currency. `known` is the item as it was
 * read: a pair that it does not have is put whole, which is refused as `stale` when another was faster, or when the
 * item has `pairsLimit` pairs.
 */
export function changeExposures(
  table: OrganizationTable,
  customer: {
    readonly customerId: string
    readonly currency: string
    readonly exposures: readonly PairExposure[]
  },
  changes: readonly ExposureChange[],
  pairsLimit?: number,
): Write {
  const key = exposureKey(table.organization, customer.customerId, customer.currency)
  const known = new Map(customer.exposures.map((pair) => [pairName(pair), pair]))
  if (known.size === 0)
    return {
      key,
      put: {
        type: 'exposure',
        pairs: Object.fromEntries(changes.map((change) => [pairName(change), newPair(change)])),
        version: 1,
      },
      when: [lacks('pk')],
      otherwise: stale,
    }
  const steps = changes.map((change) => {
    const pair = known.get(pairName(change))
    return pair ? changePair(change, pair) : addPair(change, pairsLimit)
  })
  return {
    key,
    update: {
      set: steps.flatMap((step) => step.set),
      increase: [...steps.flatMap((step) => step.increase), ['version', 1]],
    },
    when: [exists, ...steps.flatMap((step) => step.when)],
    otherwise: stale,
  }
}

interface Step {
  readonly set: readonly Assignment[]
  readonly increase: readonly Assignment[]
  readonly when: readonly Condition[]
}

function changePair(change: ExposureChange, known: PairExposure): Step {
  const moved = movedTimes(change, known)
  const at = (figure: string): Path => ['pairs', pairName(change), figure]
  const figures: readonly [string, Minor | number][] = [
    ['openMinor', change.openMinor],
    ['salesMinor', change.salesMinor ?? 0n],
    ['payoutsMinor', change.payoutsMinor ?? 0n],
    ['headroomMinor', headroomChange(change)],
    ['payments', change.payments ?? 0],
  ]
  return {
    set: moved.map(({ name, time }) => [at(name), time] as const),
    increase: figures.filter(([, by]) => Number(by) !== 0).map(([name, by]) => [at(name), by] as const),
    when: [
      has(['pairs', pairName(change)]),
      ...(change.demandsHeadroomMinor === undefined
        ? []
        : [atLeast(at('headroomMinor'), change.demandsHeadroomMinor)]),
      ...moved.map(({ name, time }) =>
        either(
          lacks(at(name)),
          name === 'firstPaymentTime' ? atLeast(at(name), time) : atMost(at(name), time),
        ),
      ),
    ],
  }
}

const TIMES = ['firstPaymentTime', 'lastPaymentTime', 'lastPayoutTime'] as const

/**
 * The times that this change makes the first or the last. Whoever comes too late with one reads again and leaves it
 * out, so concurrent changes never wait for each other twice.
 */
const movedTimes = ({ times = {} }: ExposureChange, known: PairExposure) =>
  TIMES.flatMap((name) => {
    const time = times[name]
    const was = known[name]
    if (time === undefined || time === null) return []
    return was === null || (name === 'firstPaymentTime' ? time < was : time > was) ? [{ name, time }] : []
  })

const addPair = (change: ExposureChange, pairsLimit: number | undefined): Step => ({
  set: [[['pairs', pairName(change)], newPair(change)]],
  increase: [],
  when: [
    lacks(['pairs', pairName(change)]),
    ...(pairsLimit === undefined ? [] : [sizeLessThan('pairs', pairsLimit)]),
  ],
})

const newPair = (change: ExposureChange): Item => ({
  payments: change.payments ?? 0,
  salesMinor: change.salesMinor ?? 0n,
  payoutsMinor: change.payoutsMinor ?? 0n,
  openMinor: change.openMinor,
  headroomMinor: headroomChange(change),
  ...withoutNulls(change.times ?? {}),
})

/** headroom = sales − payouts − open, kept because a condition cannot subtract. */
const headroomChange = (change: ExposureChange): Minor =>
  (change.salesMinor ?? 0n) - (change.payoutsMinor ?? 0n) - change.openMinor

/** A space is in no id. */
const pairName = (pair: {
  readonly paymentInstrumentId: string
  readonly gatewayAccountId: string
}): string => `${pair.paymentInstrumentId} ${pair.gatewayAccountId}`

function pairOf(name: string): { paymentInstrumentId: string; gatewayAccountId: string } {
  const [paymentInstrumentId = '', gatewayAccountId = ''] = name.split(' ')
  return { paymentInstrumentId, gatewayAccountId }
}
