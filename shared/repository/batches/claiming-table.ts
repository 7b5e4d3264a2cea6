import type { Member } from '../../domain/batch.ts'
import type { Item } from '../client.ts'
import { membersKey, requestKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { requestFrom } from '../payout-request-item.ts'
import { getItem, getItems } from '../read.ts'
import type { Refused } from '../write.ts'
import { claimFrom, releaseWrite, StoredMembers } from './claim-writes.ts'
import type { ChunkClaim } from './claiming.ts'
import type { Held } from './holders.ts'
import { writeWhatHolds } from './release.ts'

/** What creating a batch and adding to one ask of the table in the same way. */
export const chunkPort = (table: OrganizationTable) => ({
  async membersOf(batch: string, chunk: number): Promise<ReadonlySet<string>> {
    const list = await getItem(table, membersKey(table.organization, batch, chunk))
    return (list && StoredMembers.parse(list).members) ?? new Set()
  },

  factsOf: (ids: ReadonlySet<string>): Promise<readonly Member[]> => membersAt(table, [...ids]),

  clearClaims: (claims: readonly Held[]): Promise<void> =>
    writeWhatHolds(
      table,
      claims.map((claim) => [releaseWrite(table, claim)]),
    ),
})

/** The requests with these ids, as far as they exist. */
export async function membersAt(table: OrganizationTable, ids: readonly string[]): Promise<Member[]> {
  const items = await getItems(
    table,
    ids.map((id) => requestKey(table.organization, id)),
  )
  return [...items.values()].map((item) => requestFrom(item))
}

/** A chunk's transaction begins with META and the members' list. */
const MEMBERS_FROM = 2

/** What a refused chunk tells: the fence first, then who has the requests. */
export function heldFrom(
  refused: readonly Refused[],
  members: readonly Member[],
  nextIn: (meta: Item | undefined) => number | undefined,
): ChunkClaim {
  const fence = refused.find(({ index }) => index < MEMBERS_FROM)
  if (fence) return { kind: 'fenced', next: fence.index === 0 ? nextIn(fence.found) : undefined }
  return {
    kind: 'held',
    holders: refused.map(({ index, found }) => heldBy(members[index - MEMBERS_FROM], found)),
  }
}

function heldBy(member: Member | undefined, found: Item | undefined): Held {
  const claim = claimFrom(found)
  if (!member || !claim) throw new Error('A claim was refused although nobody holds the payout request.')
  return { payoutRequestId: member.id, ...claim }
}
