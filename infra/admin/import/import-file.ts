import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Table } from '../../../shared/repository/client.ts'
import {
  findImportCheckpoint,
  type ImportCheckpoint,
  keepImportCheckpoint,
  removeImportCheckpoint,
} from '../../../shared/repository/imports.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import { Mistake } from '../mistake.ts'
import { organizationTable, theOrganization } from '../organizations.ts'
import { importLines } from './import-lines.ts'

export interface ImportReport extends ImportCheckpoint {
  readonly organizationId: string
  /** 0, or up to which line an earlier start had come. */
  readonly resumedAfterLine: number
  /** False when it was told to stop before the end of the file. */
  readonly finished: boolean
}

export interface ImportOptions {
  /** From 0 to 1. */
  readonly onProgress?: (share: number, checkpoint: ImportCheckpoint) => void
  readonly signal?: AbortSignal
}

/**
 * Imports an NDJSON file. How far it came is kept beside the data, under the hash of the file: started again, on any
 * machine, it goes on there; a file that was finished, or changed, is gone through from its beginning.
 */
export async function importFile(
  table: Table,
  file: string,
  organizationId: string,
  { onProgress, signal }: ImportOptions = {},
): Promise<ImportReport> {
  await theOrganization(table, organizationId)
  const { lines: linesInFile, sha256 } = await lookThrough(file)
  const organization = organizationTable(table, organizationId)
  const from = await findImportCheckpoint(organization, sha256)
  const done = await importLines(organization, linesOf(file), {
    from,
    signal,
    onProgress: (checkpoint) => onProgress?.(checkpoint.linesDone / linesInFile, checkpoint),
    onCheckpoint: (checkpoint) =>
      keepImportCheckpoint(organization, sha256, checkpoint, expiryOf(systemClock.now())),
  })
  const finished = done.linesDone >= linesInFile
  if (finished) await removeImportCheckpoint(organization, sha256)
  return { organizationId, ...done, resumedAfterLine: from?.linesDone ?? 0, finished }
}

const linesOf = (file: string): AsyncIterable<string> =>
  createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })

/** Before anything is written: is it there, what is it, how long is it? */
async function lookThrough(file: string): Promise<{ lines: number; sha256: string }> {
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) throw new Mistake(`There is no file ${file}.`)
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) if (Buffer.isBuffer(chunk)) hash.update(chunk)
  let lines = 0
  for await (const _ of linesOf(file)) lines += 1
  return { lines, sha256: hash.digest('hex') }
}

const CHECKPOINT_DAYS = 30

const expiryOf = (at: Date): number => Math.floor(at.getTime() / 1000) + CHECKPOINT_DAYS * 86_400
