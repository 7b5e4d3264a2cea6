import { expect } from 'vitest'
import { EVENT_SOURCE } from '../../../shared/contracts/event-source.ts'
import { done } from '../harness/client.ts'
import type { JourneyDesk, JourneyOrganization } from '../harness/desk.ts'
import { allOverdue } from '../harness/overdue.ts'
import { publish, sendTo } from '../harness/sending.ts'
import { ASK } from '../harness/steps.ts'
import { HOOK } from '../harness/things.ts'

/** What happens to events on their way, and what the workers must be able to do for it. */
export async function webhooks(
  { stack }: JourneyDesk,
  { id: organizationId, call, table }: JourneyOrganization,
  sweep: () => Promise<unknown>,
): Promise<void> {
  const eventType = 'payout-request-created'
  const hook = await done(call('POST /webhooks', { body: { ...HOOK, eventsFilter: [eventType] } }))
  const log = () => done(call(`GET /webhooks/${hook.id}/deliveries`))
  await done(call('POST /payout-requests', { body: ASK }))
  await expect.poll(log, { timeout: 10_000 }).toHaveLength(1)
  const [{ eventId, occurredTime }] = await log()
  const event = { id: eventId, organizationId, eventType, occurredTime, _embedded: {} }
  await publish(stack, eventType, event, EVENT_SOURCE) // told twice
  await stack.quiet()

  await done(call(`PATCH /webhooks/${hook.id}`, { body: { status: 'inactive' } }))
  await allOverdue(table)
  await sweep()
  await stack.quiet()
  expect(await log()).toMatchObject([{ status: 'held' }])
  await done(call(`PATCH /webhooks/${hook.id}`, { body: { status: 'active' } }))
  await stack.quiet()
  expect(await log()).toMatchObject([{ status: 'pending' }])

  await publish(stack, eventType, { organizationId }, EVENT_SOURCE)
  await sendTo(stack, 'webhook-deliveries', { kind: 'nothing' })
  await stack.quiet()
}
