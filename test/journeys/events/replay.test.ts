import { beforeAll, expect, it } from 'vitest'
import { runAdmin } from '../../../infra/admin/run.ts'
import { done } from '../harness/client.ts'
import { type JourneyDesk, sharedDesk } from '../harness/desk.ts'
import { listenTo } from '../harness/listening.ts'
import { ASK, allocatedRequest, newBatch, payableCustomer } from '../harness/steps.ts'

/** What an operator does when the stream has lost what happened. */

let desk: JourneyDesk

beforeAll(async () => {
  desk = await sharedDesk()
})

async function replayed(words: string) {
  const asked = ['replay', ...words.split(' '), '--endpoint', desk.stack.awsEndpoint, '--json']
  const { exitCode, out, err } = await runAdmin(asked)
  expect([exitCode, err]).toEqual([0, ''])
  await desk.stack.quiet()
  return JSON.parse(out)
}

/** What was told first and last of each thing. */
const endsOf = (events: any[]) =>
  [...Map.groupBy(events, thingOf).values()].flatMap((told) => [told[0], told.at(-1)])

const thingOf = (event: any): string =>
  event.payoutRequestAllocationId ?? event.payoutRequestBatchId ?? event.payoutRequestId

const idsOf = (events: any[]) => [...new Set(events.map(({ id }) => id))].toSorted()

it('creations and latest changes since a time are told again by their ids, to one organization or to all', async () => {
  const [us, other] = [await desk.newOrganization(), await desk.newOrganization()]
  const heard = listenTo(desk.stack)
  await payableCustomer(us.call)
  await allocatedRequest(us.call)
  const { id } = await newBatch(us.call)
  await done(us.call(`POST /payout-request-batches/${id}/auto-allocate`, { headers: { Prefer: 'wait=20' } }))
  await done(other.call('POST /payout-requests', { body: ASK }))
  await desk.stack.quiet()
  const first = heard.splice(0)
  const since = first[0].occurredTime

  expect(await replayed(`--since ${since}`)).toMatchObject({ told: 6, failures: [] })
  expect(idsOf(heard.splice(0))).toEqual(idsOf(endsOf(first)))

  expect(await replayed(`--since ${since} --organization ${other.id}`)).toMatchObject({ told: 1 })
  expect(heard.splice(0).map(({ organizationId }) => organizationId)).toEqual([other.id])
  expect(await replayed('--since 2999-01-01')).toMatchObject({ told: 0 })
})
