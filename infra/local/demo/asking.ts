import * as z from 'zod'
import type { DeskClient } from './desk-client.ts'
import { inParallel } from './parallel.ts'
import type { Progress } from './progress.ts'
import { type DemoRequest, requestsOf, type World } from './world.ts'

/** A payout request of the demonstration under the id that the API gave it. */
export interface AskedRequest extends DemoRequest {
  readonly id: string
}

/** Asks for every payout of the world and approves it; resolves to them in the world's order. */
export async function askAndApprove(
  client: DeskClient,
  world: World,
  progress: Progress,
): Promise<AskedRequest[]> {
  const ids = await ask(client, world, progress)
  const asked = requestsOf(world).map((request) => ({ ...request, id: ids.get(request) ?? '' }))
  await approve(client, asked, progress)
  return asked
}

/** More calls at a time than functions run at a time would only wait. */
const CALLS_AT_A_TIME = 8

const Created = z.object({ id: z.string() })

/** Those of one customer one after the other: a run decides a customer's older requests first. */
async function ask(
  client: DeskClient,
  world: World,
  progress: Progress,
): Promise<ReadonlyMap<DemoRequest, string>> {
  const ids = new Map<DemoRequest, string>()
  const step = progress.step('Payout requests created', requestsOf(world).length)
  await inParallel(world.customers, CALLS_AT_A_TIME, async ({ requests }) => {
    for (const request of requests) {
      const { id } = await client.call({
        method: 'POST',
        path: '/payout-requests',
        body: request.body,
        answer: Created,
      })
      ids.set(request, id)
      step.advance()
    }
  })
  step.end()
  return ids
}

async function approve(
  client: DeskClient,
  asked: readonly AskedRequest[],
  progress: Progress,
): Promise<void> {
  const step = progress.step('Payout requests approved', asked.length)
  await inParallel(asked, CALLS_AT_A_TIME, async ({ id }) => {
    await client.call({
      method: 'PATCH',
      path: `/payout-requests/${id}`,
      body: { status: 'approved' },
      answer: Created,
    })
    step.advance()
  })
  step.end()
}
