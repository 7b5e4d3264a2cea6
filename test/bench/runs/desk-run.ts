import { type Totals, totalsOf } from '../../../infra/local/endpoint/counts.ts'
import type { LocalStack } from '../../../infra/local/stack.ts'
import { done } from '../../journeys/harness/client.ts'
import type { JourneyOrganization } from '../../journeys/harness/desk.ts'
import { functionOf } from '../../journeys/harness/faults.ts'
import { type RunCosts, runCostsIn } from './run-costs.ts'
import { furnish, type Situation } from './situation.ts'

export interface DeskRun {
  readonly batchId: string
  readonly runId: string
  readonly create: Totals
  readonly run: RunCosts
}

const CREATE = [functionOf('payout-request-batches/create')]
const RUN = ['begin', 'allocate-chunk', 'conclude'].map((step) => functionOf(`batch-run/${step}`))

/** One batch over HTTP on the whole stack: what its creation and its run take of the functions that do it. */
export async function runOnDesk(
  { counts, quiet }: LocalStack,
  { call, table }: Pick<JourneyOrganization, 'call' | 'table'>,
  situation: Situation,
): Promise<DeskRun> {
  const requests = await furnish(table, situation)
  await quiet() // what follows from so many writes is not to be measured

  const atFirst = counts.snapshot()
  const body = { payoutRequestIds: requests.map(({ id }) => id) }
  const { id: batchId } = await done(call('POST /payout-request-batches', { body }))
  const create = totalsOf(counts.since(atFirst), CREATE)

  const afterwards = counts.snapshot()
  const headers = { Prefer: 'respond-async' }
  await done(call(`POST /payout-request-batches/${batchId}/auto-allocate`, { headers }))
  await quiet()
  const run = runCostsIn(counts.since(afterwards), RUN)

  const batch = await done(call(`GET /payout-request-batches/${batchId}`))
  if (batch.status !== 'completed' || batch.run.outcomeCounts.allocated !== situation.requests)
    throw new Error(`Not every request was allocated: ${JSON.stringify(batch.run)}`)
  return { batchId, runId: batch.run.id, create, run }
}
