import * as z from 'zod'
import type { Member } from '../../domain/batch.ts'
import type { Claim } from '../../domain/payout-request.ts'
import type { Item } from '../client.ts'
import { absent, exists, is, lacks } from '../expressions.ts'
import { availableKey, membersKey, requestKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { orNull } from '../stored.ts'
import type { Write } from '../write.ts'
import type { Held } from './holders.ts'

/** The writes that claim requests for a batch and take claims back. */

/** The members' list, then every claim, if nobody has the request. */
export const claimWrites = (
  table: OrganizationTable,
  batch: string,
  chunk: number,
  members: readonly Member[],
): Write[] => [
  {
    key: membersKey(table.organization, batch, chunk),
    put: { type: 'batch-members', chunk, members: new Set(members.map(({ id }) => id)) },
    when: [absent],
  },
  // Currency, amount and customer of a request never change, so what the totals are computed from still holds.
  ...members.map(({ id }) => ({
    key: requestKey(table.organization, id),
    update: { set: [['claim', { batch, chunk }] as const], remove: ['availableKey'] },
    when: [exists, lacks('claim')],
  })),
]

/** A claim goes only if it is still the same, and the request is available again: no chunk number is used twice. */
export const releaseWrite = (table: OrganizationTable, { payoutRequestId, batch, chunk }: Held): Write => ({
  key: requestKey(table.organization, payoutRequestId),
  update: {
    set: [['availableKey', availableKey(table.organization, payoutRequestId)]],
    remove: ['claim'],
  },
  when: [is(['claim', 'batch'], batch), is(['claim', 'chunk'], chunk)],
  otherwise: () => 'already-done',
})

const StoredClaim = orNull(z.object({ batch: z.string(), chunk: z.int() }))

export const claimFrom = (request: Item | undefined): Claim | null => StoredClaim.parse(request?.claim)

export const StoredMembers = z.object({ chunk: z.int(), members: orNull(z.set(z.string())) })
