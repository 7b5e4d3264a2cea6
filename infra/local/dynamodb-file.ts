import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * For each write to a table with a stream, dynoxide 1.2.1 looks for the latest of all its stream records by reading
 * them all: after 8,000 writes a transaction of 100 took half a second. With this index it is one step.
 */
export function indexStreamRecords(file: string): void {
  const database = new DatabaseSync(file)
  try {
    database.exec(`CREATE INDEX IF NOT EXISTS stream_records_by_number
      ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`)
  } finally {
    database.close()
  }
}

/** In memory where there is enough: an index can only be given to a database that has a file. */
export async function temporaryDirectory(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join((await isRoomy(MEMORY)) ? MEMORY : tmpdir(), 'payout-desk-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

const MEMORY = '/dev/shm'

/** Containers often have 64 MB there; 20,000 requests through all their changes take some hundred. */
const ROOMY_BYTES = 2 * 1024 ** 3

async function isRoomy(path: string): Promise<boolean> {
  const room = await statfs(path).catch(() => undefined)
  return room !== undefined && room.bavail * room.bsize >= ROOMY_BYTES
}
