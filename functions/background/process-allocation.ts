import { decimalFromMinor } from '../../shared/domain/money.ts'
import { gatewayOf } from '../../shared/gateways/gateway-of.ts'
import type { Notice } from '../../shared/gateways/test-processor/test-processor.ts'
import { environment } from '../../shared/runtime/environment.ts'
import { idsFrom } from '../../shared/runtime/ids.ts'
import { outboundPolicy } from '../entry/outbound-policy.ts'
import { queueWorker } from '../entry/queue-worker.ts'
import { sendTo } from '../entry/sending.ts'
import { PaymentOrder } from '../paying/order.ts'
import { pay } from '../paying/pay.ts'
import { sendOrder } from '../paying/sending-orders.ts'

// Pays one allocation, or asks its gateway what became of the payment.
export const handler = queueWorker({
  duty: 'pay the allocation',
  message: PaymentOrder,
  organizationOf: ({ organizationId }) => organizationId,
  deadLetters: 'PAYMENTS_DEAD_LETTERS_URL',

  perform: (order, { table, clock }) =>
    pay(
      {
        table,
        clock,
        ids: idsFrom(clock),
        gatewayOf: ({ payoutAdapter }) =>
          gatewayOf(payoutAdapter, { clock, notify, policy: outboundPolicy() }),
        again: sendOrder,
        payoutsStopped: environment('PAYOUTS_STOPPED') === 'true',
      },
      order,
    ),
})

/** What the simulator announces takes the way of every announcement. */
async function notify({ payment, ...notice }: Notice, afterSeconds: number): Promise<void> {
  const { organizationId, allocationId, currency, amountMinor } = payment
  const amount = Number(decimalFromMinor(amountMinor, currency))
  const detail = { organizationId, allocationId, amount, currency, ...notice }
  await sendTo('RESULTS_URL', { 'detail-type': 'transaction-processed', detail }, afterSeconds)
}
