import type { PayoutRequest } from '../domain/payout-request.ts'
import { digits, dueUntil, type Key, LISTING_SHARDS, requestKey, shardOf } from './keys.ts'

/** How the keys of what stands beside a payout request look (design §5). */

export const timelineKey = (organization: string, request: string, version: number, i: number): Key =>
  beside(organization, request, `TIME#${digits(version, 8)}#${i}`)

/** Into which requests it was split. */
export const splitKey = (organization: string, request: string): Key => beside(organization, request, 'SPLIT')

/**
 * Where a request that waits to become ready stands in the index `open`: with its website's, by the time since when.
 * It says nothing of when it is due, so that a website's settings may change without moving what waits.
 */
export const pendingEntry = (
  organization: string,
  { id, websiteId, pendingSince }: Pick<PayoutRequest, 'id' | 'websiteId' | 'pendingSince'>,
) =>
  pendingSince === null
    ? undefined
    : { openKey: pendingShard(organization, websiteId, shardOf(id)), dueKey: `${pendingSince}#${id}` }

/** What has been waiting at a website since this time or longer, in ranges of `open`. */
export const waitingSince = (organization: string, website: string, since: string) =>
  Array.from({ length: LISTING_SHARDS }, (_, shard) => ({
    shard: pendingShard(organization, website, shard),
    until: dueUntil(since),
  }))

/** Which request an item stands beside, or is. */
export function requestOf({ pk }: Pick<Key, 'pk'>): string {
  const [, , lead, request] = pk.split('#')
  if (lead !== 'REQ' || !request) throw new Error(`Not the key of a payout request's item: ${pk}`)
  return request
}

const pendingShard = (organization: string, website: string, shard: number): string =>
  `pending#${organization}#${website}#${shard}`

const beside = (organization: string, request: string, sk: string): Key => ({
  pk: requestKey(organization, request).pk,
  sk,
})
