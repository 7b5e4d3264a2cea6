import * as z from 'zod'
import type { Claim, PayoutRequest } from '../domain/payout-request.ts'
import type { Item } from './client.ts'
import { batchKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItems, keyText } from './read.ts'

const BatchState = z.object({ txState: z.string(), committedChunks: z.int() })

/**
 * A claim counts iff its batch is committed and the chunk is one of the committed ones (design §6).
 * META gone means free.
 */
export function claimCounts(claim: Claim, batchMeta: Item | undefined): boolean {
  if (!batchMeta) return false
  const { txState, committedChunks } = BatchState.parse(batchMeta)
  return txState === 'committed' && claim.chunk < committedChunks
}

/** The committed batch of each request that is in one; a request that is in none is not in the answer. */
export async function batchesOf(
  table: OrganizationTable,
  requests: readonly Pick<PayoutRequest, 'id' | 'claim'>[],
): Promise<Map<string, string>> {
  const claims = requests.flatMap(({ id, claim }) => (claim ? [{ id, claim }] : []))
  const batches = [...new Set(claims.map(({ claim }) => claim.batch))]
  if (batches.length === 0) return new Map()
  const key = (batch: string) => batchKey(table.organization, batch)
  const metas = await getItems(table, batches.map(key))
  return new Map(
    claims
      .filter(({ claim }) => claimCounts(claim, metas.get(keyText(key(claim.batch)))))
      .map(({ id, claim }) => [id, claim.batch]),
  )
}

export const batchOf = async (table: OrganizationTable, request: PayoutRequest): Promise<string | null> =>
  (await batchesOf(table, [request])).get(request.id) ?? null
