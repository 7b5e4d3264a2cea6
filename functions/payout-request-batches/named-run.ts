import { Refusal } from '../../shared/domain/refusal.ts'
import { theBatch } from '../../shared/repository/batches/batches.ts'
import { demandRun } from '../../shared/repository/runs/earlier.ts'
import type { RunId } from '../../shared/repository/runs/parts.ts'
import type { Call, Desk } from '../entry/api-operation.ts'

/** What outcomes are asked for of, by its name in the query. */
export function demandOneSource(sources: Readonly<Record<string, string | undefined>>): void {
  const [first, ...others] = Object.keys(sources).filter((name) => sources[name])
  if (first === undefined || others.length === 0) return
  throw new Refusal('invalid-query', {
    detail: 'Name one of these: a run, a plan or an operation.',
    invalidFields: [{ field: first, message: `cannot be together with ${others.join(', ')}` }],
  })
}

/** The run that `?run=` names, or the latest; none before the first. Refuses one that the batch has not had. */
export async function findNamedRun(
  { id, event }: Call<unknown>,
  { table, clock }: Desk,
): Promise<RunId | undefined> {
  const batch = await theBatch(table, id)
  const runId = event.queryStringParameters?.run || batch.run?.id
  if (runId === undefined) return undefined
  await demandRun(table, batch, runId, clock.now())
  return { batchId: id, runId }
}
