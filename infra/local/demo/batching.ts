import { setTimeout as after } from 'node:timers/promises'
import * as z from 'zod'
import type { DeskClient } from './desk-client.ts'
import type { Progress } from './progress.ts'

/** As many as a batch may hold. */
export const BATCH_LIMIT = 1000

const Created = z.object({ id: z.string() })

/** Puts the requests into batches, in their order; resolves to the batches' ids. */
export async function createBatches(
  client: DeskClient,
  ids: readonly string[],
  progress: Progress,
): Promise<string[]> {
  const step = progress.step('Put into batches', ids.length)
  const batches: string[] = []
  for (let start = 0; start < ids.length; start += BATCH_LIMIT) {
    const payoutRequestIds = ids.slice(start, start + BATCH_LIMIT)
    const description = `Demonstration, batch ${batches.length + 1}`
    const body = { payoutRequestIds, description }
    const batch = await client.call({ method: 'POST', path: BATCHES, body, answer: Created })
    batches.push(batch.id)
    step.advance(payoutRequestIds.length)
  }
  step.end()
  return batches
}

export const BATCHES = '/payout-request-batches'

const Batch = z.object({
  status: z.enum(['pending', 'processing', 'completed', 'failed']),
  totalCount: z.int(),
  run: z.object({ outcomeCounts: z.record(z.string(), z.int()) }).nullable(),
})

/** Auto-allocates one batch after the other, waiting for each; resolves to how many requests had which outcome. */
export async function autoAllocate(
  client: DeskClient,
  batches: readonly string[],
  requests: number,
  progress: Progress,
): Promise<Record<string, number>> {
  const step = progress.step('Auto-allocated', requests)
  const outcomes: Record<string, number> = {}
  for (const id of batches) {
    const { totalCount, run } = await runOf(client, id)
    for (const [outcome, count] of Object.entries(run?.outcomeCounts ?? {}))
      outcomes[outcome] = (outcomes[outcome] ?? 0) + count
    step.advance(totalCount)
  }
  step.end()
  return outcomes
}

const RUN_PATIENCE_SECONDS = 180
const POLL_MILLISECONDS = 250

async function runOf(client: DeskClient, id: string): Promise<z.infer<typeof Batch>> {
  const path = `${BATCHES}/${id}`
  const deadline = performance.now() + RUN_PATIENCE_SECONDS * 1000
  const headers = { Prefer: 'wait=20' }
  let batch = await client.call({ method: 'POST', path: `${path}/auto-allocate`, headers, answer: Batch })
  while (batch.status === 'processing' && performance.now() < deadline) {
    await after(POLL_MILLISECONDS)
    batch = await client.call({ path, answer: Batch })
  }
  if (batch.status === 'completed') return batch
  throw new Error(
    batch.status === 'processing'
      ? `The run of batch ${id} has not ended after ${RUN_PATIENCE_SECONDS} s.`
      : `The run of batch ${id} ended as ${batch.status}.`,
  )
}
