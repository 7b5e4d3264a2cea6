import type { Allocation } from '../domain/allocation.ts'
import { OPEN_STATUSES } from '../domain/allocation.ts'
import { noExposure } from '../domain/customer.ts'
import type { PayoutRequest } from '../domain/payout-request.ts'
import { GIVEN_BACK_STATUSES } from '../domain/payout-request.ts'
import type { Payable, Settlement } from '../domain/settlement.ts'
import { type Effect, effectOf, effectOfChange, type Transaction } from '../domain/transaction.ts'
import { moveWrite } from './allocation-moves.ts'
import { changeExposures, type ExposureChange, exposuresFrom } from './exposures.ts'
import { exists, is } from './expressions.ts'
import { exposureKey, requestKey, transactionKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItem } from './read.ts'
import { newTransactionWrite } from './transactions.ts'
import { giveBackWrites } from './windows.ts'
import { commit, stale, type Write } from './write.ts'

type Of<Kind extends Settlement['kind']> = Extract<Settlement, { readonly kind: Kind }>

/** What became of a payment, in one transaction (design §8): allocation, credit, request, exposure, window. */
export async function keepSettlement(
  table: OrganizationTable,
  before: Payable & { readonly credit: Transaction },
  { allocation, credit, request }: Of<'settled'>,
  { due, alongside = [] }: { readonly due: string | null; readonly alongside?: readonly Write[] },
): Promise<void> {
  const isGivenBack = GIVEN_BACK_STATUSES.includes(allocation.status)
  const closed = OPEN_STATUSES.includes(allocation.status) ? 0n : before.allocation.amountMinor
  await commit(table, [
    moveWrite(table, before.allocation, allocation, due),
    creditWrite(table, before.credit, credit),
    ...(request === before.request ? [] : [paidRequestWrite(table, before.request, request)]),
    ...(await exposureWrites(table, before.credit, credit, { ...before.allocation, closed })),
    ...(isGivenBack ? giveBackWrites(table, [allocation]) : []),
    ...alongside,
  ])
}

/** The credit as the gateway has it, its exposure, and the request that waits for a person; no status of the allocation. */
export async function keepConflict(
  table: OrganizationTable,
  before: Payable,
  { credit, request }: Of<'conflict'>,
): Promise<void> {
  await commit(table, [
    before.credit ? creditWrite(table, before.credit, credit) : newTransactionWrite(table, credit),
    {
      key: requestKey(table.organization, request.id),
      update: {
        set: (['blocked', 'blockReason', 'lastChange', 'version', 'updatedTime'] as const).map(
          (field) => [field, request[field]] as const,
        ),
      },
      when: [is('version', before.request.version)],
      otherwise: stale,
    },
    ...(await exposureWrites(table, before.credit, credit, { ...before.allocation, closed: 0n })),
  ])
}

const creditWrite = (table: OrganizationTable, before: Transaction, after: Transaction): Write => ({
  key: transactionKey(table.organization, before.id),
  update: { set: SETTLED.map((field) => [field, after[field]] as const) },
  when: [is('version', before.version)],
  otherwise: stale,
})

const SETTLED = [
  'result',
  'status',
  'amountMinor',
  'currency',
  'gatewayTransactionId',
  'response',
  'processedTime',
  'version',
  'updatedTime',
] as const satisfies readonly (keyof Transaction)[]

/** Whether it is paid in full rests on what was paid before; giving back rests on nothing. */
const paidRequestWrite = (table: OrganizationTable, before: PayoutRequest, after: PayoutRequest): Write => ({
  key: requestKey(table.organization, before.id),
  update: {
    set: [
      ['lastChange', after.lastChange],
      ['updatedTime', after.updatedTime],
      ...(after.status === before.status ? [] : [['status', after.status] as const]),
    ],
    increase: [
      ['paidMinor', after.paidMinor - before.paidMinor],
      ['unallocatedMinor', after.unallocatedMinor - before.unallocatedMinor],
      ['version', 1],
    ],
  },
  when: [
    exists,
    ...(after.paidMinor === before.paidMinor
      ? []
      : [is('paidMinor', before.paidMinor), is('status', before.status)]),
  ],
  otherwise: stale,
})

/** What the credit was is taken back and what it is is added, in one currency or in two; the allocation may close. */
async function exposureWrites(
  table: OrganizationTable,
  before: Transaction | undefined,
  after: Transaction,
  { currency, closed, ...pair }: Allocation & { readonly closed: bigint },
): Promise<Write[]> {
  const { customerId, paymentInstrumentId, gatewayAccountId } = pair
  const change = (openMinor: bigint, effect: Effect | null): ExposureChange => ({
    paymentInstrumentId,
    gatewayAccountId,
    openMinor,
    ...effect,
  })
  const effects = new Map<string, Effect | null>()
  if (!before || before.currency === after.currency)
    effects.set(after.currency, before ? effectOfChange(before, after) : effectOf(after))
  else {
    effects.set(before.currency, effectOfChange(before, { ...before, result: 'unknown' }))
    effects.set(after.currency, effectOf(after))
  }
  if (closed > 0n && !effects.has(currency)) effects.set(currency, null)
  return Promise.all(
    [...effects].flatMap(([one, effect]) => {
      const open = one === currency ? -closed : 0n
      return effect === null && open === 0n
        ? []
        : [exposureWrite(table, customerId, one, change(open, effect))]
    }),
  )
}

/** A pair with an allocation is there; what it was last paid out must be known to tell whether this was later. */
async function exposureWrite(
  table: OrganizationTable,
  customerId: string,
  currency: string,
  change: ExposureChange,
): Promise<Write> {
  const { paymentInstrumentId, gatewayAccountId } = change
  const exposures = change.times
    ? exposuresFrom(await getItem(table, exposureKey(table.organization, customerId, currency)))
    : [noExposure(paymentInstrumentId, gatewayAccountId)]
  return changeExposures(table, { customerId, currency, exposures }, [change])
}
