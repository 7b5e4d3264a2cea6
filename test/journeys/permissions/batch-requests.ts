import { expect } from 'vitest'
import { done } from '../harness/client.ts'
import type { JourneyDesk, JourneyOrganization } from '../harness/desk.ts'
import { allOverdue } from '../harness/overdue.ts'
import { publish } from '../harness/sending.ts'
import { approvedRequest, SCHEDULE } from '../harness/steps.ts'
import { crashCreation, crashDeletion } from './crashes.ts'

/** What schedules and events ask for, and what the worker must be able to do for it: also to help others to an end. */
export async function batchRequests(
  desk: JourneyDesk,
  us: JourneyOrganization,
  sweep: () => Promise<unknown>,
): Promise<void> {
  await approvedRequest(us.call, { websiteId: 'web_scheduled' })
  const body = { ...SCHEDULE, filter: 'websiteId:web_scheduled', approve: true }
  const { id } = await done(us.call('POST /payout-request-batch-schedules', { body }))
  await allOverdue(us.table)
  await sweep()
  await desk.stack.quiet()
  const runs = await done(us.call(`GET /payout-request-batch-schedules/${id}/runs`))
  expect(runs).toMatchObject([{ status: 'completed', batches: [{ totalCount: 1 }] }])

  await crashCreation(desk, us)
  await crashDeletion(desk, us)
  await allOverdue(us.table)
  await approvedRequest(us.call, { websiteId: 'web_event' })
  const detail = { organizationId: us.id, requestId: 'closing', filter: 'websiteId:web_event' }
  await publish(desk.stack, 'payout-request-batch-requested', detail)
  await publish(desk.stack, 'payout-request-batch-requested', { ...detail, filter: '' })
  await desk.stack.quiet()
  const told = await done(us.call('GET /payout-request-batch-requests/closing'))
  expect(told).toMatchObject({ status: 'completed', batches: [{ totalCount: 1 }] })
}
