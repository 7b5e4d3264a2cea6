import * as z from 'zod'
import { exposureOf } from '../domain/customer.ts'
import { PAYOUT_INSTRUCTIONS } from '../domain/gateway-account.ts'
import type { OfferedPair } from '../domain/offered-instruments.ts'
import type { PayoutRequest } from '../domain/payout-request.ts'
import { decimal, id, money, time } from './fields.ts'

/** A row of GET /payout-requests/{id}/payment-instruments (api-reference §3.9). */
export const OfferedInstrumentRepresentation = z.object({
  paymentInstrumentId: id,
  /** Null where the instrument that was asked for can be paid through no account. */
  gatewayName: z.string().nullable(),
  gatewayAccountId: z.string(),
  gatewayPayoutInstruction: z.enum(PAYOUT_INSTRUCTIONS).nullable(),
  exposureAmount: money,
  previousAllocatedAmount: money,
  lastPaymentTime: time.nullable(),
  lastPayoutTime: time.nullable(),
})

type Row = z.infer<typeof OfferedInstrumentRepresentation>

/** The rows of the pairs; an instrument that the request asks for is among them in any case. */
export function representOffers(
  { currency, paymentInstrumentId }: PayoutRequest,
  offers: readonly OfferedPair[],
): Row[] {
  const rows = offers.map(({ instrument, gateway, exposure, allocatedMinor }) => ({
    paymentInstrumentId: instrument.id,
    gatewayName: gateway.gatewayName,
    gatewayAccountId: gateway.id,
    gatewayPayoutInstruction: gateway.readyToPayoutInstruction,
    exposureAmount: decimal(exposureOf(exposure), currency),
    previousAllocatedAmount: decimal(allocatedMinor, currency),
    lastPaymentTime: exposure.lastPaymentTime,
    lastPayoutTime: exposure.lastPayoutTime,
  }))
  const isOffered = offers.some(({ instrument }) => instrument.id === paymentInstrumentId)
  return paymentInstrumentId === null || isOffered ? rows : [...rows, withoutAccount(paymentInstrumentId)]
}

const withoutAccount = (paymentInstrumentId: string): Row => ({
  paymentInstrumentId,
  gatewayName: null,
  gatewayAccountId: '',
  gatewayPayoutInstruction: null,
  exposureAmount: 0,
  previousAllocatedAmount: 0,
  lastPaymentTime: null,
  lastPayoutTime: null,
})
