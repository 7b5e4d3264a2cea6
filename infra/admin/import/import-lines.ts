import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ImportCheckpoint } from '../../../shared/repository/imports.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { pauseAfter } from '../../../shared/repository/patience.ts'
import { Stale } from '../../../shared/repository/write.ts'
import { patience, systemClock } from '../../../shared/runtime/clock.ts'
import { lanes } from './lanes.ts'
import { type Line, readLine, readRecord } from './record.ts'
import { type ImportRefusal, type LineOutcome, tally } from './tally.ts'
import { type Written, writeRecord } from './write-record.ts'

export interface ImportLinesOptions {
  /** Where an earlier import stopped; the lines before are not looked at. */
  readonly from?: ImportCheckpoint | undefined
  /** Called after every so many lines, and at the end, also when it goes on no further. */
  readonly onCheckpoint?: (checkpoint: ImportCheckpoint) => Promise<unknown>
  readonly onProgress?: (checkpoint: ImportCheckpoint) => void
  /** Begin no more lines; what has begun is finished. */
  readonly signal?: AbortSignal | undefined
}

/** Lines side by side: DynamoDB has more room, the machine that imports has not. */
const LINES_AT_ONCE_LIMIT = 32

/** About so many lines are looked at again when an import is killed; one write more for every hundred. */
const CHECKPOINT_LINES = 100

/**
 * Writes NDJSON into an organization. A refused line is counted and the next one taken; a fault stops the import,
 * which goes on from its checkpoint when it is started again.
 */
export async function importLines(
  table: OrganizationTable,
  lines: AsyncIterable<string> | Iterable<string>,
  { from, onCheckpoint, onProgress, signal }: ImportLinesOptions = {},
): Promise<ImportCheckpoint> {
  const done = tally(from)
  const running = lanes(LINES_AT_ONCE_LIMIT)
  let kept = done.checkpoint.linesDone
  const finish = (line: number, outcome: LineOutcome) => {
    done.add(line, outcome)
    onProgress?.(done.checkpoint)
  }
  try {
    let number = 0
    for await (const text of lines) {
      if (signal?.aborted) break
      number += 1
      if (number <= (from?.linesDone ?? 0)) continue
      await take(table, number, text, running, finish)
      if (done.checkpoint.linesDone - kept < CHECKPOINT_LINES) continue
      kept = done.checkpoint.linesDone
      await onCheckpoint?.(done.checkpoint)
    }
    await running.drained()
  } finally {
    await running.drained().catch(() => {}) // told already, or by the line that added it
    await onCheckpoint?.(done.checkpoint)
  }
  return done.checkpoint
}

async function take(
  table: OrganizationTable,
  number: number,
  text: string,
  running: ReturnType<typeof lanes>,
  finish: (line: number, outcome: LineOutcome) => void,
): Promise<void> {
  if (text.trim() === '') return finish(number, null)
  const line = refusable(number, null, () => readLine(number, text))
  if ('reason' in line) return finish(number, line)
  const write = async () => finish(number, await outcomeOf(table, line))
  if (line.isGatewayAccount) await running.drained()
  await running.add(line.customer ?? '', write)
  if (line.isGatewayAccount) await running.drained()
}

async function outcomeOf(table: OrganizationTable, { number, id, value }: Line): Promise<LineOutcome> {
  try {
    return await written(table, value)
  } catch (error) {
    return refusalFrom(error, number, id)
  }
}

const PATIENCE_MILLISECONDS = 60_000

/** Others may be writing too: what they made stale is read again. */
async function written(table: OrganizationTable, value: unknown): Promise<Written> {
  const patient = { ...table, patience: patience(PATIENCE_MILLISECONDS) }
  const record = readRecord(value)
  for (let tries = 0; ; tries++) {
    try {
      return await writeRecord(patient, record, systemClock.now().toISOString())
    } catch (error) {
      if (!(error instanceof Stale && (await patient.patience.pause(pauseAfter(tries))))) throw error
    }
  }
}

function refusable<T>(line: number, id: string | null, read: () => T): T | ImportRefusal {
  try {
    return read()
  } catch (error) {
    return refusalFrom(error, line, id)
  }
}

/** A refusal is about the line; being busy, as every fault, is about us. */
function refusalFrom(error: unknown, line: number, id: string | null): ImportRefusal {
  if (!(error instanceof Refusal) || error.reason === 'busy') throw error
  const { invalidFields, detail } = error.details
  const fields = invalidFields?.map(({ field, message }) => `${field} ${message}`.trim())
  return { line, id, reason: error.reason, message: fields?.join('; ') ?? detail ?? error.message }
}
