import type { SetAside } from '../domain/allocate.ts'
import { ALLOCATIONS_PER_REQUEST_LIMIT, type Allocation } from '../domain/allocation.ts'
import type { CustomerProfile } from '../domain/customer.ts'
import { locateAllocation } from '../domain/identifiers.ts'
import { type Minor, sumOf } from '../domain/money.ts'
import { ALLOCATABLE_STATUSES, type PayoutRequest } from '../domain/payout-request.ts'
import { Refusal } from '../domain/refusal.ts'
import { allocationItem } from './allocation-item.ts'
import { changeExposures, type ExposureChange } from './exposures.ts'
import { absent, atLeast, type Condition, is, isOneOf, lessThan } from './expressions.ts'
import { allocationKey, requestKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { findRequestWithAllocations, type RequestWithAllocations } from './payout-requests.ts'
import { commit, commitReturning, stale, type Write } from './write.ts'

/** The allocation with this id and its request; refuses an id that is unknown or another organization's. */
export async function theAllocation(
  table: OrganizationTable,
  id: string,
): Promise<RequestWithAllocations & { readonly allocation: Allocation }> {
  const place = locateAllocation(id)
  const found = place && (await findRequestWithAllocations(table, place.payoutRequestId))
  const allocation = found?.allocations.find(({ number }) => number === place?.number)
  if (!found || !allocation)
    throw new Refusal('not-found', { detail: 'There is no allocation with this id.' })
  return { ...found, allocation }
}

/**
 * Keeps a manual allocation, if the amount still fits (design §8, edge "create"). Its number is taken first, by a
 * counter that cannot collide: however many allocate one request at once, none has to begin again for its number.
 * A number whose allocation was refused after all stays unused.
 */
export async function addAllocation(
  table: OrganizationTable,
  request: PayoutRequest,
  customer: CustomerProfile,
  decide: (request: PayoutRequest) => SetAside,
  alongside: (setAside: SetAside) => readonly Write[],
): Promise<SetAside> {
  decide(request) // whatever refuses, refuses before a number is used up
  const after = decide({ ...request, allocationCount: (await takeNumber(table, request)) - 1 })
  const [change, ...puts] = setAsideWrites(table, request, after)
  await commit(table, [
    change,
    ...puts,
    changeExposures(table, customer, after.allocations.map(openedBy)),
    ...alongside(after),
  ])
  return after
}

async function takeNumber(table: OrganizationTable, { id }: PayoutRequest): Promise<number> {
  const { allocationCount } = await commitReturning(table, {
    key: requestKey(table.organization, id),
    update: { increase: [['allocationCount', 1]] },
    when: [lessThan('allocationCount', ALLOCATIONS_PER_REQUEST_LIMIT)],
    otherwise: stale,
  })
  return Number(allocationCount)
}

/**
 * Legs numbered from the count as the decision saw it: what is decided automatically, on the condition that nobody
 * counted on and that so much is open as the decision tells of: what is canceled meanwhile would be left out of it.
 */
export function numberedSetAsideWrites(
  table: OrganizationTable,
  before: PayoutRequest,
  after: SetAside,
  alsoWhen: readonly Condition[],
): Write[] {
  const [{ update, when, ...change }, ...puts] = setAsideWrites(table, before, after)
  return [
    {
      ...change,
      update: { ...update, set: [...update.set, ['allocationCount', after.request.allocationCount]] },
      when: [
        ...when,
        is('unallocatedMinor', before.unallocatedMinor),
        is('allocationCount', before.allocationCount),
        ...alsoWhen,
      ],
    },
    ...puts,
  ]
}

/** The request with its new allocations; the exposures are the caller's, since requests of one customer share them. */
function setAsideWrites(table: OrganizationTable, before: PayoutRequest, { request, allocations }: SetAside) {
  const totalMinor = sumOf(allocations.map(({ amountMinor }) => amountMinor))
  return [
    {
      key: requestKey(table.organization, before.id),
      update: {
        set: [
          ['status', request.status],
          ['lastChange', request.lastChange],
          ['updatedTime', request.updatedTime],
        ],
        increase: [
          ['unallocatedMinor', -totalMinor],
          ['version', 1],
        ],
      },
      when: [
        atLeast('unallocatedMinor', totalMinor),
        isOneOf('status', ALLOCATABLE_STATUSES),
        is('blocked', false),
      ],
      otherwise: stale,
    },
    ...allocations.map((allocation) => ({
      key: allocationKey(table.organization, allocation.payoutRequestId, allocation.number),
      put: allocationItem(table, allocation),
      when: [absent],
      otherwise: stale,
    })),
  ] as const
}

const openedBy = (allocation: Allocation): ExposureChange & { readonly openMinor: Minor } => ({
  paymentInstrumentId: allocation.paymentInstrumentId,
  gatewayAccountId: allocation.gatewayAccountId,
  openMinor: allocation.amountMinor,
})
