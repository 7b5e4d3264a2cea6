import * as z from 'zod'
import {
  addResults,
  type Batch,
  NO_RESULTS,
  outcomes,
  type RunResults,
  successes,
} from '../../domain/batch.ts'
import { allocationsOf, type DecidedMember, resultsOf } from '../../domain/batch-run.ts'
import type { Take } from '../../domain/period-window.ts'
import { decodeRows, encodePart, type RunRow } from '../../domain/run-part.ts'
import { type PartTakes, partName, takesOf } from '../../domain/window-reservation.ts'
import { StoredResults } from '../batches/batch-item.ts'
import type { Item } from '../client.ts'
import { absent } from '../expressions.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { packed, unpacked } from '../packed.ts'
import { queryAll } from '../read.ts'
import { partOfRun, type RunPlace, runPartKey, runParts } from '../run-keys.ts'
import { minor } from '../stored.ts'
import { stale, type Write } from '../write.ts'
import { runExpiry } from './expiry.ts'

/** Part items: the outcomes and traces of exactly the requests that their transaction committed (design §7). */

export interface RunId {
  readonly batchId: string
  readonly runId: string
}

const StoredTake = z.object({
  gatewayAccountId: z.string(),
  currency: z.string(),
  since: z.int(),
  hour: z.string(),
  amountMinor: minor,
})

/** If absent: an outcome and its legs are committed together, once. */
export const partWrite = (
  table: OrganizationTable,
  { batchId, runId }: RunId,
  place: RunPlace,
  members: readonly DecidedMember[],
): Write => ({
  key: runPartKey(table.organization, batchId, runId, place),
  put: {
    type: 'run-part',
    results: resultsOf(members),
    rows: packed(encodePart(members)),
    ...takesAttribute(takesOf(allocationsOf(members))),
    ...runExpiry(runId),
  },
  when: [absent],
  otherwise: stale,
})

/** Plain, so that the end of a run reads them without the rows; nothing where no cap counts. */
const takesAttribute = (takes: readonly Take[]): Item => (takes.length > 0 ? { takes } : {})

/** A part that is committed: nobody settles these members again, and its number is taken for good. */
export interface SettledPart {
  readonly chunk: number
  readonly part: number
  readonly ids: readonly string[]
  readonly takes: readonly Take[]
}

export async function settledParts(
  table: OrganizationTable,
  run: RunId,
  chunk?: number,
): Promise<SettledPart[]> {
  const parts = await queryParts(table, run, chunk)
  return parts.map((part) => ({
    ...placeOf(part),
    ids: rowsFrom(part).map(({ payoutRequestId }) => payoutRequestId),
    takes: takesFrom(part),
  }))
}

/** What became of each member so far, in the order of the parts. */
export async function rowsOfRun(table: OrganizationTable, run: RunId, chunk?: number): Promise<RunRow[]> {
  return (await queryParts(table, run, chunk, ['rows'])).flatMap(rowsFrom)
}

export const rowsFrom = (part: Item): RunRow[] => decodeRows(unpacked(part.rows))

/** What a run has come to so far. */
export async function resultsSoFar(table: OrganizationTable, run: RunId): Promise<RunResults> {
  return resultsIn(await queryParts(table, run, undefined, ['results']))
}

/** The same with what each part took of the rolling windows. */
export async function resultsAndTakes(
  table: OrganizationTable,
  run: RunId,
): Promise<{ readonly results: RunResults; readonly takes: PartTakes }> {
  const parts = await queryParts(table, run, undefined, ['sk', 'results', 'takes'])
  return {
    results: resultsIn(parts),
    takes: new Map(parts.map((part) => [partName(placeOf(part)), takesFrom(part)])),
  }
}

const resultsIn = (parts: readonly Item[]): RunResults =>
  parts.map(({ results }) => StoredResults.parse(results)).reduce(addResults, NO_RESULTS)

const placeOf = ({ sk }: Item) => partOfRun({ sk: String(sk) })

const takesFrom = ({ takes }: Item): Take[] => z.array(StoredTake).default([]).parse(takes)

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
  only: readonly string[] = [],
): Promise<Item[]> {
  const { pk, prefix } = runParts(table.organization, batchId, runId, chunk)
  return queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
    ConsistentRead: true,
    ...(only.length > 0 && {
      ProjectionExpression: only.map((_, i) => `#${i}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries(only.map((name, i) => [`#${i}`, name])),
    }),
  })
}
