import { is } from '../expressions.ts'
import { batchKey, membersKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { getItem, getItems } from '../read.ts'
import { attemptAll, commit, type Write } from '../write.ts'
import { batchStateFrom } from './batch-item.ts'
import { releaseWrite } from './release-write.ts'

/** Kept for a while so that whoever asks what became of it is answered; then DynamoDB deletes it. */
const ABORTED_KEPT_SECONDS = 30 * 24 * 3600

/**
 * Takes back every claim of an aborted batch, chunk by chunk, each only if it is still that batch's (design §6, step 5).
 * May be repeated and may run beside another: what is released already counts as done.
 */
export async function releaseBatch(table: OrganizationTable, batch: string, now: Date): Promise<void> {
  const key = batchKey(table.organization, batch)
  const state = batchStateFrom(await getItem(table, key))
  if (state?.txState !== 'aborted') return
  const chunks = Array.from({ length: state.next }, (_, chunk) =>
    membersKey(table.organization, batch, chunk),
  )
  const lists = await getItems(table, chunks)
  await Promise.all(
    [...lists.values()].map((list) => releaseMembers(table, batch, [...(list.members as Set<string>)])),
  )
  await commit(table, [
    {
      key,
      update: {
        set: [
          ['released', true],
          ['expiresAt', Math.floor(now.getTime() / 1000) + ABORTED_KEPT_SECONDS],
        ],
        remove: ['openKey', 'dueKey'],
      },
      when: [is('txState', 'aborted')],
      otherwise: () => 'already-done',
    },
  ])
}

/** One transaction a chunk; members that are not this batch's any more are left out and the rest is sent again. */
async function releaseMembers(
  table: OrganizationTable,
  batch: string,
  members: readonly string[],
): Promise<void> {
  let writes: Write[] = members.map((id) => releaseWrite(table, id, batch))
  while (writes.length > 0) {
    const attempt = await attemptAll(table, writes)
    if (attempt.applied) return
    const gone = new Set(attempt.refused.map(({ index }) => index))
    writes = writes.filter((_, index) => !gone.has(index))
  }
}
