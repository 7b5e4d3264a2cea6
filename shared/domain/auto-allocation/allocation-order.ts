import type { PaymentInstrument } from '../customer.ts'
import { PAYMENT_CARD } from '../payment-method.ts'
import type { AllocationOrder } from './decision.ts'

export const ALTERNATIVE_METHODS = 'alternative-payment-methods'
export const SELECTED_INSTRUMENT = 'selected-payment-instrument'

/** The position of the first token that covers the instrument, or -1 (rules §4.2(3)). */
export const tokenPosition = (
  order: AllocationOrder,
  instrument: PaymentInstrument,
  selectedInstrumentId: string | null,
): number => order.findIndex((token) => covers(token, order, instrument, selectedInstrumentId))

function covers(
  token: string,
  order: AllocationOrder,
  instrument: PaymentInstrument,
  selectedInstrumentId: string | null,
): boolean {
  if (token === SELECTED_INSTRUMENT) return instrument.id === selectedInstrumentId
  if (token === ALTERNATIVE_METHODS)
    return instrument.method !== PAYMENT_CARD && !order.includes(instrument.method)
  return instrument.method === token
}
