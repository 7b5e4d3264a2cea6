import * as z from 'zod'
import { importKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItem } from './read.ts'
import { orNull } from './stored.ts'
import { commit } from './write.ts'

const StoredCheckpoint = z.object({
  linesDone: z.int(),
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  refusals: z.array(
    z.object({ line: z.int(), reason: z.string(), message: z.string(), id: orNull(z.string()) }),
  ),
})

/** How far an import came: every line up to `linesDone` was written or refused. It lies with the data it speaks of. */
export type ImportCheckpoint = z.infer<typeof StoredCheckpoint>

export async function findImportCheckpoint(
  table: OrganizationTable,
  sha256: string,
): Promise<ImportCheckpoint | undefined> {
  const item = await getItem(table, importKey(table.organization, sha256))
  return item && StoredCheckpoint.parse(item)
}

export const keepImportCheckpoint = (
  table: OrganizationTable,
  sha256: string,
  checkpoint: ImportCheckpoint,
  expiresAt: number,
): Promise<unknown> =>
  commit(table, [
    { key: importKey(table.organization, sha256), put: { ...checkpoint, type: 'import', expiresAt } },
  ])

export const removeImportCheckpoint = (table: OrganizationTable, sha256: string): Promise<unknown> =>
  commit(table, [{ key: importKey(table.organization, sha256), remove: true }])
