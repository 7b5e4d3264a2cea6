import type { Claim, PayoutRequest } from '../domain/payout-request.ts'
import { batchStateFrom } from './batches/batch-item.ts'
import { type BatchState, type Standing, standingOf } from './batches/batch-state.ts'
import { removedBy } from './batches/change-record.ts'
import { claimFrom } from './batches/claim-writes.ts'
import { batchKey, requestKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItems, keyText } from './read.ts'

type Claiming = Pick<PayoutRequest, 'id' | 'claim'>

/** The committed batch of each request that is in one; a request that is in none is not in the answer. */
export async function batchesOf(
  table: OrganizationTable,
  requests: readonly Claiming[],
): Promise<Map<string, string>> {
  const holdings = await holdingsOf(table, requests)
  const counting = [...holdings].filter(([, { standing }]) => standing === 'counts')
  return new Map(counting.map(([id, { batch }]) => [id, batch]))
}

export const batchOf = async (table: OrganizationTable, request: Claiming): Promise<string | null> =>
  (await batchesOf(table, [request])).get(request.id) ?? null

export interface Holding {
  readonly batch: string
  readonly standing: Standing
}

/** Who claims each of the requests and what that claim is worth (design §6). The requests were read before. */
export async function holdingsOf(
  table: OrganizationTable,
  requests: readonly Claiming[],
): Promise<Map<string, Holding>> {
  const claims = requests.flatMap(({ id, claim }) => (claim ? [{ id, claim }] : []))
  if (claims.length === 0) return new Map()
  const states = await statesOf(table, new Set(claims.map(({ claim }) => claim.batch)))
  const removed = await removedFrom(table, states)
  const holdings = claims.map(({ id, claim }) => ({
    id,
    claim,
    batch: claim.batch,
    standing: standingIn(states.get(claim.batch), claim, removed.get(claim.batch)?.has(id)),
  }))
  const doubtful = holdings.filter(
    ({ batch, standing }) => standing === 'counts' && states.get(batch)?.revised,
  )
  const gone = await withoutTheirClaim(table, doubtful)
  return new Map(holdings.filter(({ id }) => !gone.has(id)).map((holding) => [holding.id, holding]))
}

async function statesOf(
  table: OrganizationTable,
  batches: ReadonlySet<string>,
): Promise<Map<string, BatchState | undefined>> {
  const key = (batch: string) => batchKey(table.organization, batch)
  const metas = await getItems(table, [...batches].map(key))
  return new Map([...batches].map((batch) => [batch, batchStateFrom(metas.get(keyText(key(batch))))]))
}

const standingIn = (state: BatchState | undefined, claim: Claim, isRemoved = false): Standing =>
  isRemoved ? 'void' : standingOf(claim.chunk, state)

/** What rolling removals take from their batches. */
async function removedFrom(
  table: OrganizationTable,
  states: ReadonlyMap<string, BatchState | undefined>,
): Promise<Map<string, ReadonlySet<string>>> {
  const rolling = [...states].flatMap(([batch, state]) =>
    state?.change?.kind === 'remove' ? [{ batch, change: state.change.id }] : [],
  )
  const taken = await Promise.all(
    rolling.map(async ({ batch, change }) => [batch, await removedBy(table, batch, change)] as const),
  )
  return new Map(taken)
}

/** Where claims have ever been taken back, one that was read before the batch's state may have been: look again. */
async function withoutTheirClaim(
  table: OrganizationTable,
  claims: readonly { readonly id: string; readonly claim: Claim }[],
): Promise<ReadonlySet<string>> {
  if (claims.length === 0) return new Set()
  const key = (id: string) => requestKey(table.organization, id)
  const now = await getItems(
    table,
    claims.map(({ id }) => key(id)),
  )
  const changed = claims.filter(({ id, claim }) => {
    const found = claimFrom(now.get(keyText(key(id))))
    return found?.batch !== claim.batch || found.chunk !== claim.chunk
  })
  return new Set(changed.map(({ id }) => id))
}
