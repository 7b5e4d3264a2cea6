import { exists, is } from '../expressions.ts'
import { batchKey, membersKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { getItem } from '../read.ts'
import { attemptAll, commit, TRANSACTION_ACTIONS_LIMIT, type Write } from '../write.ts'
import { batchStateFrom } from './batch-item.ts'
import { releaseWrite } from './claim-writes.ts'
import { type MemberChunk, memberChunksAt } from './members.ts'

/** Kept for a while so that whoever asks what became of it is answered; then DynamoDB deletes it. */
const ABORTED_KEPT_SECONDS = 30 * 24 * 3600

/**
 * Takes back every claim of an aborted batch, each only if it is still that batch's (design §6, step 5). May be
 * repeated and may run beside another: what is released already counts as done.
 */
export async function releaseBatch(table: OrganizationTable, batch: string, now: Date): Promise<void> {
  const key = batchKey(table.organization, batch)
  const state = batchStateFrom(await getItem(table, key))
  if (state?.txState !== 'aborted') return
  await releaseChunks(table, batch, await memberChunksAt(table, batch, numbersFrom(0, state.next)))
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

/** `count` chunk numbers, beginning with `first`. */
export const numbersFrom = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => first + i)

/** Takes back the claims of whole chunks and deletes their lists of members. Nobody adds to these chunks any more. */
export const releaseChunks = (
  table: OrganizationTable,
  batch: string,
  lists: readonly MemberChunk[],
): Promise<void> =>
  writeWhatHolds(
    table,
    lists.map(({ chunk, ids }) => [
      ...releaseWrites(table, batch, chunk, ids),
      { key: membersKey(table.organization, batch, chunk), remove: true },
    ]),
  )

/** Takes back the claims of these members and takes them off their chunk's list. */
export const removeWrites = (
  table: OrganizationTable,
  batch: string,
  chunk: number,
  ids: ReadonlySet<string>,
): Write[] => [
  ...releaseWrites(table, batch, chunk, ids),
  {
    key: membersKey(table.organization, batch, chunk),
    update: { takeOut: [['members', ids]] },
    when: [exists],
  },
]

const releaseWrites = (
  table: OrganizationTable,
  batch: string,
  chunk: number,
  ids: ReadonlySet<string>,
): Write[] => [...ids].map((payoutRequestId) => releaseWrite(table, { payoutRequestId, batch, chunk }))

/**
 * Writes each of the groups in one transaction, several groups in one where they fit. A write whose condition does not
 * hold has been done already: it is left out and the others are sent again.
 */
export async function writeWhatHolds(
  table: OrganizationTable,
  groups: readonly (readonly Write[])[],
): Promise<void> {
  await Promise.all(
    transactionsOf(groups).map(async (transaction) => {
      let writes = transaction
      while (writes.length > 0) {
        const attempt = await attemptAll(table, writes)
        if (attempt.applied) return
        const done = new Set(attempt.refused.map(({ index }) => index))
        writes = writes.filter((_, index) => !done.has(index))
      }
    }),
  )
}

function transactionsOf(groups: readonly (readonly Write[])[]): (readonly Write[])[] {
  const transactions: Write[][] = []
  for (const group of groups) {
    const last = transactions.at(-1)
    if (last && last.length + group.length <= TRANSACTION_ACTIONS_LIMIT) last.push(...group)
    else transactions.push([...group])
  }
  return transactions
}
