import { AutoAllocationAsk } from '../../shared/contracts/allocation.ts'
import { autoAllocate, periodLeftOf } from '../../shared/domain/auto-allocate.ts'
import { DEFAULT_ALLOCATION_ORDER } from '../../shared/domain/auto-allocation/decision.ts'
import { capsOf } from '../../shared/domain/period-window.ts'
import { addAutoAllocation } from '../../shared/repository/auto-allocations.ts'
import { customerProfile } from '../../shared/repository/customers.ts'
import { gatewayAccounts } from '../../shared/repository/gateway-accounts.ts'
import { organizationSettings } from '../../shared/repository/organizations.ts'
import { theRequestWithAllocations } from '../../shared/repository/payout-requests.ts'
import { windowsOf } from '../../shared/repository/windows.ts'
import { noContent } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// POST /payout-request-allocations/auto
// Sets all that is open of a payout request aside, or as much as its instruments and accounts take (rules §4.8).
// Everything it is decided on is read now, consistently: the header Payout-Outcome says whether all was placed.
export const handler = apiOperation({
  operationId: 'PostPayoutRequestAutoAllocation',
  body: AutoAllocationAsk,
  answers: {},

  async perform({ body, caller }, { table, clock, remember }) {
    const { request, allocations } = await theRequestWithAllocations(table, body.payoutRequestId)
    const [customer, gateways, settings] = await Promise.all([
      customerProfile(table, request),
      gatewayAccounts(table),
      organizationSettings(table),
    ])

    const stamp = { by: caller.userId, at: clock.now().toISOString() }
    const windows = await windowsOf(table, capsOf(gateways, new Set([request.currency])))

    const decided = autoAllocate(
      {
        request,
        allocations,
        customer,
        gateways,
        order: settings.payoutRequestAllocationOrder ?? DEFAULT_ALLOCATION_ORDER,
        policy: settings.payoutRequestAllocationPolicy,
        periodLeft: periodLeftOf(windows, stamp.at),
      },
      stamp,
    )

    const answer = noContent({ 'Payout-Outcome': decided.decision.outcome })
    await addAutoAllocation(table, { request, customer, windows }, decided, remember(answer))

    return answer
  },
})
