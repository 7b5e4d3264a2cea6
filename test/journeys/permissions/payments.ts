import { done } from '../harness/client.ts'
import type { JourneyDesk, JourneyOrganization } from '../harness/desk.ts'
import { publish, sendTo } from '../harness/sending.ts'
import { allocationOf, approvedRequest } from '../harness/steps.ts'
import { saleOf } from '../harness/things.ts'

/** What happens to payments without anybody's call, and what workers must be able to do for it. */
export async function payments({ stack }: JourneyDesk, us: JourneyOrganization): Promise<void> {
  const ids: string[] = []
  for (const amount of [0.9, 0.91, 0.96, 0.98]) {
    const { id } = await approvedRequest(us.call, { amount })
    const allocation = await done(
      us.call('POST /payout-request-allocations', { body: allocationOf(id, amount) }),
    )
    ids.push(allocation.id)
  }
  const body = { allocationIds: ids }
  await done(us.call('POST /payout-request-allocations/process', { body }))
  await stack.quiet()
  const organizationId = us.id
  const result = {
    organizationId,
    result: 'approved',
    amount: 0.9,
    currency: 'EUR',
    processedTime: new Date(),
  }
  await publish(stack, 'transaction-processed', { ...result, allocationId: ids[0] }) // contradicts
  await publish(stack, 'transaction-processed', { ...result, transactionId: 'txn_nobody' })
  const sale = saleOf({ customer: 'cus_1', instrument: 'inst_1', gatewayAccount: 'gw_1' })
  await publish(stack, 'transaction-recorded', { ...sale, organizationId, id: 'txn_from_the_bus' })
  await sendTo(stack, 'payments', { organizationId, allocationId: 'pra_01~nobody' })
  await stack.quiet()
}
