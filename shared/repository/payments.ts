import type { Allocation } from '../domain/allocation.ts'
import type { PaymentInstrument } from '../domain/customer.ts'
import type { GatewayAccount } from '../domain/gateway-account.ts'
import { locateAllocation } from '../domain/identifiers.ts'
import type { ChangeAction } from '../domain/payout-request.ts'
import type { Payable } from '../domain/settlement.ts'
import { allocationFrom } from './allocation-item.ts'
import { moveWrite } from './allocation-moves.ts'
import { instrumentsFrom } from './customers.ts'
import { exists, stillIs } from './expressions.ts'
import { gatewayAccountFrom } from './gateway-account-item.ts'
import { gatewayAccountKey } from './gateway-keys.ts'
import { allocationKey, instrumentsKey, requestKey, transactionKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { openPaymentKey } from './payment-keys.ts'
import { requestFrom } from './payout-request-item.ts'
import { getItems, keyText } from './read.ts'
import { transactionFrom } from './transaction-item.ts'
import { commit, stale } from './write.ts'

/** An allocation with all that its payment needs, read consistently. */
export interface PaymentInHand extends Payable {
  readonly gateway: GatewayAccount | undefined
  readonly instrument: PaymentInstrument | undefined
  /** Its place in the index `open`; undefined when it is at rest. */
  readonly dueKey: string | undefined
}

export async function findPayment(
  table: OrganizationTable,
  allocationId: string,
): Promise<PaymentInHand | undefined> {
  const place = locateAllocation(allocationId)
  if (!place) return undefined
  const { organization } = table
  const ownKey = allocationKey(organization, place.payoutRequestId, place.number)
  const metaKey = requestKey(organization, place.payoutRequestId)
  const own = await getItems(table, [ownKey, metaKey])
  const [item, meta] = [own.get(keyText(ownKey)), own.get(keyText(metaKey))]
  if (!item || !meta) return undefined
  const allocation = allocationFrom(item)
  return {
    request: requestFrom(meta),
    allocation,
    dueKey: typeof item.dueKey === 'string' ? item.dueKey : undefined,
    ...(await surroundings(table, allocation)),
  }
}

async function surroundings(table: OrganizationTable, allocation: Allocation) {
  const { organization } = table
  const account = gatewayAccountKey(organization, allocation.gatewayAccountId)
  const instruments = instrumentsKey(organization, allocation.customerId)
  const credit =
    allocation.transactionId === null ? null : transactionKey(organization, allocation.transactionId)
  const items = await getItems(table, [account, instruments, ...(credit ? [credit] : [])])
  const [accountItem, creditItem] = [items.get(keyText(account)), credit && items.get(keyText(credit))]
  return {
    gateway: accountItem && gatewayAccountFrom(accountItem),
    instrument: instrumentsFrom(items.get(keyText(instruments))).find(
      ({ id }) => id === allocation.paymentInstrumentId,
    ),
    credit: creditItem ? transactionFrom(creditItem) : undefined,
  }
}

/** queued → pending; the request's timeline says why. */
export const returnToPending = (
  table: OrganizationTable,
  before: Allocation,
  after: Allocation,
  action: ChangeAction,
): Promise<unknown> =>
  commit(table, [
    moveWrite(table, before, after, null),
    {
      key: requestKey(table.organization, after.payoutRequestId),
      update: {
        set: [
          ['lastChange', { ...after.lastChange, actions: [action] }],
          ['updatedTime', after.updatedTime],
        ],
        increase: [['version', 1]],
      },
      when: [exists],
      otherwise: stale,
    },
  ])

/** Whether it was put off: of several who look after it one does so, and goes on with it. */
export async function putOff(
  table: OrganizationTable,
  { id, payoutRequestId, number }: Pick<Allocation, 'id' | 'payoutRequestId' | 'number'>,
  dueKey: string | undefined,
  dueTime: string,
): Promise<boolean> {
  const outcome = await commit(table, [
    {
      key: allocationKey(table.organization, payoutRequestId, number),
      update: { set: Object.entries(openPaymentKey(id, dueTime)) },
      when: [stillIs('dueKey', dueKey)],
      otherwise: () => 'already-done',
    },
  ])
  return outcome === 'done'
}
