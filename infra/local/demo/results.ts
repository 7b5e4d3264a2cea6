import * as z from 'zod'
import type { AskedRequest } from './asking.ts'
import { BATCH_LIMIT } from './batching.ts'
import type { DeskClient } from './desk-client.ts'
import type { Progress } from './progress.ts'
import type { DemoOutcome } from './stories.ts'

/** How a request ended, as the API shows it. */
export interface Result extends AskedRequest {
  readonly availableAmount: number
  readonly allocations: readonly { readonly gatewayAccountId: string; readonly amount: number }[]
}

export const outcomeOf = ({ body, availableAmount }: Result): DemoOutcome =>
  availableAmount === 0
    ? 'allocated'
    : availableAmount < body.amount
      ? 'partially-allocated'
      : 'not-allocated'

const Page = z.array(
  z.object({
    id: z.string(),
    availableAmount: z.number(),
    allocations: z.array(z.object({ gatewayAccountId: z.string(), amount: z.number() })),
  }),
)

/** Reads the members of the batches. Refuses to go on when a request ended as its customer's history does not allow. */
export async function readResults(
  client: DeskClient,
  batches: readonly string[],
  asked: readonly AskedRequest[],
  progress: Progress,
): Promise<Result[]> {
  const step = progress.step('Read back', asked.length)
  const ends = new Map<string, z.infer<typeof Page>[number]>()
  for (const batch of batches) {
    for (let offset = 0; offset < BATCH_LIMIT; ) {
      const path = `/payout-requests?filter=batchId:${batch}&limit=${BATCH_LIMIT}&offset=${offset}`
      const page = await client.call({ path, answer: Page })
      for (const end of page) ends.set(end.id, end)
      if (page.length === 0) break
      offset += page.length
      step.advance(page.length)
    }
  }
  step.end()
  const results = asked.flatMap((request) => {
    const end = ends.get(request.id)
    return end ? [{ ...request, ...end }] : []
  })
  demandAsTold(asked, results)
  return results
}

function demandAsTold(asked: readonly AskedRequest[], results: readonly Result[]): void {
  if (results.length < asked.length)
    throw new Error(
      `${asked.length - results.length} of ${asked.length} requests are in none of the batches.`,
    )
  const wrong = results.filter((result) => outcomeOf(result) !== result.outcome)
  if (wrong[0])
    throw new Error(
      `${wrong.length} requests did not end as their customers' instruments and payments allow: ` +
        `${wrong[0].id} of ${wrong[0].body.customerId} is ${outcomeOf(wrong[0])}, not ${wrong[0].outcome}.`,
    )
}
