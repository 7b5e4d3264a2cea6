import { decimalFromMinor } from '../../domain/money.ts'
import type { Payment } from '../../domain/payment.ts'

/**
 * The body that the operator's payment service gets: `{type, timestamp, data}`, as Standard Webhooks recommends. Its
 * bytes depend on the payment alone, so that a service which compares them finds every call of one key alike.
 */
export const paymentMessage = (payment: Payment): string =>
  JSON.stringify({
    type: 'payment.requested',
    timestamp: payment.sentTime,
    data: {
      organizationId: payment.organizationId,
      allocationId: payment.allocationId,
      payoutRequestId: payment.payoutRequestId,
      transactionId: payment.transactionId,
      customerId: payment.customerId,
      gatewayAccountId: payment.gatewayAccountId,
      gatewayName: payment.gatewayName,
      amount: Number(decimalFromMinor(payment.amountMinor, payment.currency)), // ≤ 15 digits: exact
      currency: payment.currency,
      paymentInstrument: instrumentOf(payment),
    },
  })

const instrumentOf = ({ instrument: { id, method, card, referenceData } }: Payment) => ({
  paymentInstrumentId: id,
  method,
  ...(card && {
    brand: card.brand,
    bin: card.bin,
    last4: card.last4,
    expMonth: card.expMonth,
    expYear: card.expYear,
  }),
  referenceData: Object.fromEntries(
    Object.entries(referenceData).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  ),
})
