import { decimalFromMinor, type Minor, minorFromDecimal, sumOf } from './money.ts'
import { demandTransition, type PayoutRequest, type SplitReason } from './payout-request.ts'
import { changed, type PayoutAsk, requestPayout, type Stamp } from './payout-request-changes.ts'
import { type InvalidField, refuseInvalid } from './refusal.ts'

/** Api-reference §3.7. */
export const SPLIT_PARTS = { min: 2, max: 100 } as const

/** Amounts in units of the request's currency. */
export interface SplitAsk {
  readonly amounts: readonly number[]
  readonly splitReason: SplitReason
  readonly splitDescription: string | null
}

/** What was decided: enough to make every child, whatever becomes of the original's texts meanwhile. */
export interface Split {
  readonly payoutRequestId: string
  readonly parts: readonly { readonly id: string; readonly amountMinor: Minor }[]
  /** What all children have of the original. */
  readonly terms: Omit<PayoutAsk, 'amountMinor'>
  readonly stamp: Stamp
}

/** Rules §2: refuses by status, then amounts that the currency cannot express or that do not add up. */
export function splitRequest(
  request: PayoutRequest,
  { amounts, splitReason, splitDescription }: SplitAsk,
  nextId: () => string,
  stamp: Stamp,
): { readonly original: PayoutRequest; readonly split: Split } {
  demandTransition(request, 'split')
  const parts = partsOf(request, amounts).map((amountMinor) => ({ id: nextId(), amountMinor }))
  const message = [`Split into ${parts.length} payout requests`, splitDescription].filter(Boolean).join(': ')
  return {
    original: changed(
      request,
      { status: 'split', splitReason, pendingSince: null },
      [{ type: 'payout-request-split', message }],
      stamp,
    ),
    split: {
      payoutRequestId: request.id,
      parts,
      terms: {
        websiteId: request.websiteId,
        customerId: request.customerId,
        currency: request.currency,
        paymentInstrumentId: request.paymentInstrumentId,
        description: request.description,
        selectedPaymentInstrumentRedirectUrl: request.selectedPaymentInstrumentRedirectUrl,
        blocked: false,
        blockReason: null,
        splitReason,
      },
      stamp,
    },
  }
}

/** The new requests, in the order of their amounts: pending, unblocked, in no batch. */
export const childrenOf = ({ payoutRequestId, parts, terms, stamp }: Split): PayoutRequest[] =>
  parts.map(({ id, amountMinor }) => ({
    ...requestPayout(id, { ...terms, amountMinor }, 'pending', stamp),
    splitFromPayoutRequestId: payoutRequestId,
    lastChange: {
      ...stamp,
      actions: [{ type: 'payout-request-created', message: `Split from ${payoutRequestId}` }],
    },
  }))

function partsOf({ amountMinor, currency }: PayoutRequest, amounts: readonly number[]): Minor[] {
  const parts = amounts.map((amount) => minorFromDecimal(amount, currency))
  const wrong = parts.flatMap((part, i): InvalidField[] =>
    typeof part === 'bigint' && part > 0n
      ? []
      : [{ field: `amounts.${i}`, message: `cannot be expressed in ${currency}` }],
  )
  const whole = parts.filter((part) => typeof part === 'bigint')
  const sum = sumOf(whole)
  const total: InvalidField = {
    field: 'amounts',
    message: `must add up to ${decimalFromMinor(amountMinor, currency)}, not ${decimalFromMinor(sum, currency)}`,
  }
  refuseInvalid(wrong.length > 0 || sum === amountMinor ? wrong : [total])
  return whole
}
