import { sending } from '../../shared/domain/allocation-moves.ts'
import type { GatewayAccount } from '../../shared/domain/gateway-account.ts'
import { type Payment, paymentOf } from '../../shared/domain/payment.ts'
import { hindranceTo, notPaid, returnedToPending } from '../../shared/domain/queueing.ts'
import { SYSTEM_USER } from '../../shared/domain/timeline.ts'
import { creditOf } from '../../shared/domain/transaction.ts'
import { beginProcessing } from '../../shared/repository/allocation-moves.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { findPayment, type PaymentInHand, returnToPending } from '../../shared/repository/payments.ts'
import { Unusable } from '../entry/queue-worker.ts'
import type { PaymentOrder } from './order.ts'
import type { PayingDesk } from './pay.ts'

export interface Begun {
  readonly call: 'pay' | 'ask'
  readonly account: GatewayAccount
  readonly payment: Payment
}

/** Whether there is something to be sent; a credit that stands recorded as another amount waits for a person. */
export function isToBeSent({ allocation, credit }: PaymentInHand, { ask = false }: PaymentOrder): boolean {
  if (allocation.status === 'queued') return true
  if (credit?.result !== 'unknown') return false
  return allocation.status === 'processing' || (allocation.status === 'waiting-completion' && ask)
}

/** The payment that is to be sent now, its beginning written down; undefined when there is none after all. */
export async function begin(
  desk: PayingDesk,
  table: OrganizationTable,
  order: PaymentOrder,
): Promise<Begun | undefined> {
  const found = await findPayment(table, order.allocationId)
  if (!found || !isToBeSent(found, order)) return undefined
  const { allocation, credit, gateway, instrument } = found
  const stamp = { by: SYSTEM_USER, at: desk.clock.now().toISOString() }
  const hindrance = allocation.status === 'queued' ? hindranceTo(found.request, gateway, desk) : undefined
  if (hindrance) {
    await returnToPending(
      table,
      allocation,
      returnedToPending(allocation, stamp),
      notPaid(allocation, hindrance),
    )
    return undefined
  }
  if (!gateway || !instrument) throw new Unusable('nothing-to-pay-with')
  const { organization } = table
  if (credit)
    return { call: 'ask', account: gateway, payment: paymentOf(organization, allocation, instrument, credit) }

  const transactionId = desk.ids.next('txn')
  const begun = sending(allocation, transactionId, stamp)
  const sent = creditOf(begun, transactionId, stamp.at)
  await beginProcessing(table, allocation, begun, sent, [])
  return { call: 'pay', account: gateway, payment: paymentOf(organization, begun, instrument, sent) }
}
