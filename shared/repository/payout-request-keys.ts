import { createHash } from 'node:crypto'
import { CROCKFORD } from '../domain/identifiers.ts'
import type { PayoutRequest } from '../domain/payout-request.ts'
import { digits, dueUntil, type Key, LISTING_SHARDS, requestKey, shardOf } from './keys.ts'

/** How the keys of what stands beside a payout request look (design §5). */

/** What the ith action of a version of a request says in its timeline: the place and the id follow from each other. */
export const timelineEvent = (organization: string, request: string, version: number, i: number) => ({
  id: eventId(request, version * ACTIONS_LIMIT + i),
  key: eventKey(organization, request, version, i),
})

export const timelineComment = (organization: string, request: string, ulid: string) => ({
  id: `tlm_${ulid}`,
  key: beside(organization, request, `${TIMELINE}c#${ulid}`),
})

/** Where a timeline message with this id would lie; undefined for an id that we never gave out. */
export function timelineMessageKey(organization: string, request: string, id: string): Key | undefined {
  const comment = COMMENT_ID.exec(id)?.[1]
  if (comment) return timelineComment(organization, request, comment).key
  const place = EVENT_ID.exec(id)?.[1]
  if (place === undefined) return undefined
  const number = place.split('').reduce((sum, digit) => sum * 32 + CROCKFORD.indexOf(digit), 0)
  return eventKey(organization, request, Math.floor(number / ACTIONS_LIMIT), number % ACTIONS_LIMIT)
}

/** A request's whole timeline. */
export const timelineOf = (organization: string, request: string) => ({
  pk: requestKey(organization, request).pk,
  prefix: TIMELINE,
})

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

const TIMELINE = 'TIME#'

const eventKey = (organization: string, request: string, version: number, i: number): Key =>
  beside(organization, request, `${TIMELINE}${digits(version, 8)}#${i}`)

/** More than a version ever has. */
const ACTIONS_LIMIT = 32

/** A comment's id is a time's and chance's; an event's begins as none of these does, and knows its request by a hash. */
const COMMENT_ID = /^tlm_([0-7][0-9A-HJKMNP-TV-Z]{25})$/
const EVENT_ID = /^tlm_E[0-9A-HJKMNP-TV-Z]{19}([0-9A-HJKMNP-TV-Z]{6})$/

function eventId(request: string, number: number): string {
  const hash = BigInt(`0x${createHash('sha256').update(request).digest('hex')}`)
  return `tlm_E${inCrockford(hash, 19)}${inCrockford(BigInt(number), 6)}`
}

const inCrockford = (number: bigint, length: number): string =>
  Array.from({ length }, (_, place) => CROCKFORD.charAt(Number((number >> BigInt(place * 5)) & 31n)))
    .toReversed()
    .join('')

const pendingShard = (organization: string, website: string, shard: number): string =>
  `pending#${organization}#${website}#${shard}`

const beside = (organization: string, request: string, sk: string): Key => ({
  pk: requestKey(organization, request).pk,
  sk,
})
