/**
 * How keys look (design §5): nobody else knows it, but for the gateway accounts' in gateway-keys.ts, the runs' in
 * run-keys.ts, the schedules' in schedule-keys.ts, the webhooks' in webhook-keys.ts and what stands beside a payout
 * request in payout-request-keys.ts. Every partition begins with the organization of the credential.
 */

export interface Key {
  readonly pk: string
  readonly sk: string
}

/** What an item that can be listed carries: a shard keeps one organization under the limit of one index partition. */
export interface ListingKey {
  readonly listingKey: string
  readonly createdKey: string
}

export type ListedType = 'payout-request' | 'allocation' | 'batch' | 'payment-instrument' | 'transaction'

/** The kinds of unfinished work that the `open` index is asked for. */
export type OpenKind = 'batch' | 'split' | 'readiness' | 'payment' | 'schedule' | 'batch-request' | 'webhook'

export const LISTING_SHARDS = 8

export const requestKey = (organization: string, request: string): Key =>
  at(requestPartition(organization, request), 'META')

export const allocationKey = (organization: string, request: string, number: number): Key =>
  at(requestPartition(organization, request), `ALLOC#${digits(number)}`)

export const requestTextKey = (organization: string, request: string): Key =>
  at(requestPartition(organization, request), 'TEXT')

/** A request and its allocations, in one Query; neither its texts nor its timeline. */
export const requestWithAllocations = (organization: string, request: string) => ({
  pk: requestPartition(organization, request),
  from: 'ALLOC#',
  to: 'META',
})

export const batchKey = (organization: string, batch: string): Key =>
  at(batchPartition(organization, batch), 'META')

export const membersKey = (organization: string, batch: string, chunk: number): Key =>
  at(batchPartition(organization, batch), `MEMBERS#${digits(chunk)}`)

/** Every chunk of a batch's members. */
export const batchMembers = (organization: string, batch: string) => ({
  pk: batchPartition(organization, batch),
  prefix: 'MEMBERS#',
})

/** The record of a change of a committed batch's members: which, whose, and what became of it. */
export const batchChangeKey = (organization: string, batch: string, change: string): Key =>
  at(batchPartition(organization, batch), `CHANGE#${change}`)

/** What an operation over the members did to each. */
export const operationKey = (organization: string, batch: string, operation: string): Key =>
  at(batchPartition(organization, batch), `OPERATION#${operation}`)

export const instrumentsKey = (organization: string, customer: string): Key =>
  at(customerPartition(organization, customer), 'INSTRUMENTS')

export const exposureKey = (organization: string, customer: string, currency: string): Key =>
  at(customerPartition(organization, customer), `EXPOSURE#${currency}`)

/** A customer's instruments and exposures in every currency, in one Query. */
export const customerPartition = (organization: string, customer: string): string =>
  `ORG#${organization}#CUSTOMER#${customer}`

export const currencyOfExposure = ({ sk }: Pick<Key, 'sk'>): string => sk.slice('EXPOSURE#'.length)

export const instrumentLocatorKey = (organization: string, instrument: string): Key =>
  at(`ORG#${organization}#INSTRUMENT#${instrument}`, 'META')

export const transactionKey = (organization: string, transaction: string): Key =>
  at(`ORG#${organization}#TXN#${transaction}`, 'META')

export const settingsKey = (organization: string): Key => at(`ORG#${organization}`, 'SETTINGS')

export const websiteKey = (organization: string, website: string): Key =>
  at(`ORG#${organization}`, `WEBSITE#${website}`)

export const rateKey = (organization: string, windowStart: number): Key =>
  at(`ORG#${organization}#RATE`, String(windowStart))

export const idempotencyKey = (organization: string, hash: string): Key =>
  at(`ORG#${organization}#IDEM#${hash}`, 'META')

export const apiKeyKey = (keyId: string): Key => at(`KEY#${keyId}`, 'META')

export const organizationKeysKey = (organization: string): Key => at(`ORG#${organization}`, 'KEYS')

/** How far a file was imported; the file is known by its content. */
export const importKey = (organization: string, sha256: string): Key =>
  at(`ORG#${organization}`, `IMPORT#${sha256}`)

export const listingKey = (
  organization: string,
  type: ListedType,
  item: { readonly id: string; readonly createdTime: string },
): ListingKey => ({
  listingKey: listingShard(organization, type, shardOf(item.id)),
  createdKey: createdKey(item),
})

/** Where a request that no batch claims is found. */
export const availableKey = (organization: string, request: string): string =>
  listingShard(organization, 'payout-request', shardOf(request))

export const listingShard = (organization: string, type: ListedType, shard: number): string =>
  `${organization}#${type}#${shard}`

/** Sorts as rules §1 defines "oldest": (createdTime, id). */
export const createdKey = (item: { readonly id: string; readonly createdTime: string }): string =>
  `${item.createdTime}#${item.id}`

/** Bounds of created keys, both times included, null open: `$` follows `#`, and `:` follows the digits. */
export const createdBetween = (from: string | null, to: string | null) => ({
  from: from ?? '0',
  to: to === null ? ':' : `${to}$`,
})

export const createdTimeOf = (createdKey: string): string => createdKey.slice(0, createdKey.indexOf('#'))

/** An organization's entries of one kind stand in one shard: who makes a batch by a filter looks there. */
export const openKey = (kind: OpenKind, organization: string, id: string, due: string) => ({
  openKey: openShardOf(kind, organization),
  dueKey: `${due}#${id}`,
})

export const openShard = (kind: OpenKind, shard: number): string => `${kind}#${shard}`

export const openShardOf = (kind: OpenKind, organization: string): string =>
  openShard(kind, shardOf(organization))

/** Greater than every due key up to this time. */
export const dueUntil = (time: string): string => `${time}$`

/** What the keys of all batches of an organization begin with. */
export const batchPartitions = (organization: string): string => batchPartition(organization, '')

/** Which batch an entry of `open` is about, and which change of it, if it is about one. */
export function openBatchOf({ pk, sk }: Key): { readonly batch: string; readonly change: string | null } {
  const [, , lead, batch] = pk.split('#')
  if (lead !== 'BATCH' || !batch) throw new Error(`Not the key of a batch's item: ${pk}`)
  return { batch, change: sk.startsWith('CHANGE#') ? sk.slice('CHANGE#'.length) : null }
}

export const websiteOf = ({ sk }: Pick<Key, 'sk'>): string => sk.slice('WEBSITE#'.length)

/** Whose item this is: streams and sweeps have nothing but its key. */
export function organizationOf(key: Pick<Key, 'pk'>): string {
  const [lead, organization] = key.pk.split('#')
  if (lead !== 'ORG' || !organization) throw new Error(`Not the key of an organization's item: ${key.pk}`)
  return organization
}

const requestPartition = (organization: string, request: string): string =>
  `ORG#${organization}#REQ#${request}`

const batchPartition = (organization: string, batch: string): string => `ORG#${organization}#BATCH#${batch}`

const at = (pk: string, sk: string): Key => ({ pk, sk })

/** Sorts as text as it does as a number. */
export const digits = (number: number, places = 4): string => String(number).padStart(places, '0')

/** FNV-1a: spreads ids that share a prefix and a time. */
export function shardOf(id: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return (hash >>> 0) % LISTING_SHARDS
}
