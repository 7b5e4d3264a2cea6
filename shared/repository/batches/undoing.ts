import { is } from '../expressions.ts'
import { batchKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { getItem } from '../read.ts'
import { batchStateFrom } from './batch-item.ts'
import { endChange } from './changing.ts'
import { memberChunksAt } from './members.ts'
import { numbersFrom, releaseChunks } from './release.ts'

/**
 * Takes back what an addition that was given up has claimed, then lets the next change of the batch begin. Its chunk
 * numbers are used up: a claim that somebody has read meanwhile can never be taken for a later one.
 */
export async function finishUndoing(
  table: OrganizationTable,
  batch: string,
  change: string,
  at: Date,
): Promise<void> {
  const state = batchStateFrom(await getItem(table, batchKey(table.organization, batch)))
  const undoing = state?.change
  if (!state || undoing?.id !== change || undoing.state !== 'undoing') return
  const added = numbersFrom(state.committedChunks, undoing.next)
  await releaseChunks(table, batch, await memberChunksAt(table, batch, added))
  await endChange(table, batch, change, {
    outcome: 'undone',
    at,
    set:
      undoing.next > 0
        ? [
            ['committedChunks', state.committedChunks + undoing.next],
            ['revised', true],
          ]
        : [],
    when: [is(['change', 'state'], 'undoing')],
  })
}
