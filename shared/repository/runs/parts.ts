import * as z from 'zod'
import type { Decision } from '../../domain/auto-allocation/decision.ts'
import { decodeDecision, encodeDecision } from '../../domain/auto-allocation/trace.ts'
import {
  addResults,
  type Batch,
  NO_RESULTS,
  outcomes,
  type RunResults,
  successes,
} from '../../domain/batch.ts'
import { type DecidedMember, resultsOf } from '../../domain/batch-run.ts'
import { StoredResults } from '../batches/batch-item.ts'
import type { Item } from '../client.ts'
import { absent } from '../expressions.ts'
import { runPartKey, runParts } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { packed, unpacked } from '../packed.ts'
import { queryAll } from '../read.ts'
import { minor, orNull } from '../stored.ts'
import { stale, type Write } from '../write.ts'

/** Part items: the outcomes and traces of exactly the requests that their transaction committed (design §7). */

export interface RunId {
  readonly batchId: string
  readonly runId: string
}

const StoredRow = z.object({
  payoutRequestId: z.string(),
  customerId: z.string(),
  currency: z.string(),
  amountMinor: minor,
  availableBeforeMinor: minor,
  /** Number of the first allocation that its legs became. */
  firstAllocation: orNull(z.int()),
  errorId: orNull(z.string()),
  decision: z.string(),
})

export type RunRow = Omit<z.infer<typeof StoredRow>, 'decision'> & { readonly decision: Decision }

/** If absent: an outcome and its legs are committed together, once. */
export const partWrite = (
  table: OrganizationTable,
  { batchId, runId }: RunId,
  place: { readonly chunk: number; readonly part: number },
  members: readonly DecidedMember[],
): Write => ({
  key: runPartKey(table.organization, batchId, runId, place.chunk, place.part),
  put: { type: 'run-part', results: resultsOf(members), rows: packed(members.map(rowOf)) },
  when: [absent],
  otherwise: stale,
})

const rowOf = ({ request, decision, setAside, errorId }: DecidedMember): z.input<typeof StoredRow> => ({
  payoutRequestId: request.id,
  customerId: request.customerId,
  currency: request.currency,
  amountMinor: request.amountMinor,
  availableBeforeMinor: request.unallocatedMinor,
  ...(setAside && { firstAllocation: request.allocationCount + 1 }),
  ...(errorId && { errorId }),
  decision: encodeDecision(decision),
})

/** How many parts there are of a chunk, and which members they settle. */
export async function settledIn(
  table: OrganizationTable,
  run: RunId,
  chunk?: number,
): Promise<{ parts: number; ids: ReadonlySet<string> }> {
  const parts = await queryParts(table, run, chunk)
  return {
    parts: parts.length,
    ids: new Set(parts.flatMap(rowsFrom).map(({ payoutRequestId }) => payoutRequestId)),
  }
}

export const rowsFrom = (part: Item): RunRow[] =>
  z
    .array(StoredRow)
    .parse(unpacked(part.rows))
    .map((row) => ({ ...row, decision: decodeDecision(row.decision) }))

/** What a run has come to so far. */
export async function resultsSoFar(table: OrganizationTable, run: RunId): Promise<RunResults> {
  const parts = await queryParts(table, run, undefined, 'results')
  return parts.map(({ results }) => StoredResults.parse(results)).reduce(addResults, NO_RESULTS)
}

/** Rules §3: while a batch is processing its counts are shown live. */
export async function withLiveResults(table: OrganizationTable, batch: Batch): Promise<Batch> {
  if (batch.status !== 'processing' || !batch.run) return batch
  const results = await resultsSoFar(table, { batchId: batch.id, runId: batch.run.id })
  const successCount = successes(results)
  return {
    ...batch,
    successCount,
    failureCount: outcomes(results) - successCount,
    run: { ...batch.run, results },
  }
}

function queryParts(
  table: OrganizationTable,
  { batchId, runId }: RunId,
  chunk?: number,
  only?: string,
): Promise<Item[]> {
  const { pk, prefix } = runParts(table.organization, batchId, runId, chunk)
  return queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
    ConsistentRead: true,
    ...(only && { ProjectionExpression: '#only', ExpressionAttributeNames: { '#only': only } }),
  })
}
