import * as z from 'zod'
import type { AllocationPlan } from '../domain/allocation-plan.ts'
import { decimal, links, money, string, time } from './fields.ts'
import type { LinkTo } from './links.ts'
import { amountByCurrency, RunSummary, representAmounts } from './run.ts'

/** Body of POST …/allocation-plan (ours): none, or an object without anything in it. */
export const NewPlanBody = z.strictObject({})

/** Body of POST …/auto-allocate: none, or the plan that is to be applied (ours). */
export const AutoAllocationBody = z.object({ planHash: string.optional() })

export const PlanRepresentation = z.object({
  planHash: z.string(),
  expiresTime: time,
  outcomeCounts: RunSummary.shape.outcomeCounts,
  allocatedAmountByCurrency: amountByCurrency,
  unallocatedAmountByCurrency: amountByCurrency,
  allocatedAmountByGatewayAccount: z.array(
    z.object({ gatewayAccountId: z.string(), currency: z.string(), amount: money }),
  ),
  _links: links,
})

export const representPlan = (
  batchId: string,
  { hash, results, byGatewayAccount }: AllocationPlan,
  expiresTime: string,
  linkTo: LinkTo,
): z.infer<typeof PlanRepresentation> => ({
  planHash: hash,
  expiresTime,
  outcomeCounts: results.outcomeCounts,
  allocatedAmountByCurrency: representAmounts(results.allocatedMinor),
  unallocatedAmountByCurrency: representAmounts(results.unallocatedMinor),
  allocatedAmountByGatewayAccount: byGatewayAccount.map(({ gatewayAccountId, currency, amountMinor }) => ({
    gatewayAccountId,
    currency,
    amount: decimal(amountMinor, currency),
  })),
  _links: [
    linkTo('payoutRequestBatch', `/payout-request-batches/${batchId}`),
    linkTo('outcomes', `/payout-request-batches/${batchId}/outcomes?plan=${hash}`),
  ],
})
