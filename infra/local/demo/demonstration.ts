import type { LocalStack } from '../stack.ts'
import { askAndApprove } from './asking.ts'
import { autoAllocate, createBatches } from './batching.ts'
import { deskClient } from './desk-client.ts'
import { CREATE_FUNCTIONS, type Measurement, measured, RUN_FUNCTIONS } from './measuring.ts'
import { type Payouts, payOut } from './paying.ts'
import type { Progress } from './progress.ts'
import { type Result, readResults } from './results.ts'
import { organizationUrl, seedOrganization } from './seeding.ts'
import { demoWorld } from './world.ts'

export interface Demonstration {
  readonly results: readonly Result[]
  /** As the runs counted them. */
  readonly outcomes: Readonly<Record<string, number>>
  readonly create: Measurement
  readonly autoAllocate: Measurement
  readonly payouts: Payouts
}

/** From an empty table to paid requests, all over HTTP but for what an operator would import. */
export async function demonstrate(
  stack: LocalStack,
  { requests, seed, progress }: { requests: number; seed: number; progress: Progress },
): Promise<Demonstration> {
  const world = demoWorld({ requests, seed, now: new Date() })
  const organization = await seedOrganization(stack, world, progress)
  const client = deskClient(organizationUrl(stack, organization))
  const asked = await askAndApprove(client, world, progress)
  const ids = asked.map(({ id }) => id)
  await stack.quiet() // what follows from so many writes is not to be measured
  const creation = await measured(stack.counts, CREATE_FUNCTIONS, () => createBatches(client, ids, progress))
  const batches = creation.result
  const run = await measured(stack.counts, RUN_FUNCTIONS, () =>
    autoAllocate(client, batches, requests, progress),
  )
  const results = await readResults(client, batches, asked, progress)
  const payouts = await payOut(client, batches, { requests, quiet: stack.quiet, progress })
  return {
    results,
    outcomes: run.result,
    create: creation.measurement,
    autoAllocate: run.measurement,
    payouts,
  }
}
