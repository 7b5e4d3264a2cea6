import { DEFAULT_ALLOCATION_ORDER } from './auto-allocation/decision.ts'
import type { Batch } from './batch.ts'
import type { RunRules } from './batch-run.ts'
import type { GatewayAccount } from './gateway-account.ts'
import type { OrganizationSettings } from './organization.ts'

/** The batch's own order comes before the organization's, and that before the published example. */
export const runRules = (
  { allocationOrder }: Pick<Batch, 'allocationOrder'>,
  gateways: readonly GatewayAccount[],
  { payoutRequestAllocationOrder, payoutRequestAllocationPolicy }: OrganizationSettings,
): RunRules => ({
  gateways: gateways.map(({ payoutAdapter: _, ...gateway }) => gateway),
  order: allocationOrder ?? payoutRequestAllocationOrder ?? DEFAULT_ALLOCATION_ORDER,
  policy: payoutRequestAllocationPolicy,
})
