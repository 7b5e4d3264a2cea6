import * as z from 'zod'
import { CANCELERS, SPLIT_REASONS } from '../domain/payout-request.ts'
import { SPLIT_PARTS, type SplitAsk } from '../domain/split.ts'
import { amount, expected, oneOf, string, text } from './fields.ts'

/** Body of POST /payout-requests/{id}/cancel (api-reference §3.6). */
export const PayoutRequestCancellation = z.object({
  canceledBy: oneOf(CANCELERS).default('customer'),
  description: text(255).nullish(),
})

const split = {
  amounts: z
    .array(amount, expected('an array of amounts'))
    .min(SPLIT_PARTS.min, `must have at least ${SPLIT_PARTS.min} entries`)
    .max(SPLIT_PARTS.max, `must have at most ${SPLIT_PARTS.max} entries`),
  splitReason: oneOf(SPLIT_REASONS),
  splitDescription: text(255).nullish(),
}

/** Body of POST /payout-requests/{id}/split. Amounts in units of the request's currency. */
export const PayoutRequestSplit = z.object(split)

/** Body of POST /payout-request-splits. */
export const NewPayoutRequestSplit = z.object({ payoutRequestId: string, ...split })

export const splitAskOf = ({
  amounts,
  splitReason,
  splitDescription = null,
}: z.infer<typeof PayoutRequestSplit>): SplitAsk => ({ amounts, splitReason, splitDescription })
