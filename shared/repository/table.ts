/** What the table and its indexes are called: the template makes them, the repository asks them (design §5). */
export const TABLE = { partitionKey: 'pk', sortKey: 'sk', expiry: 'expiresAt' } as const

/** Named for the question it answers; an item without the partition key attribute is not in the index. */
export interface TableIndex {
  readonly partitionKey: string
  readonly sortKey: string
  /** Besides the keys, 20 at most. An update pays one more write unit exactly when one of these changes. */
  readonly projects: readonly string[]
}

/**
 * What the filters, `q` and totals of lists read (rules §1). Not `updatedTime`, nor what a claim or an allocation
 * changes besides `status`: a run of 1000 pays one unit per request (its status) and one per allocation (new).
 */
const LISTED = [
  'id',
  'status',
  'currency',
  'amountMinor',
  'customerId',
  'websiteId',
  'blocked',
  'blockReason',
  'splitReason',
  'payoutRequestId',
  'paymentInstrumentId',
  'gatewayAccountId',
  'paymentMethod',
  'transactionId',
  'runId',
  'transactionType',
  'result',
  'processedTime',
  'method',
  'description',
] as const

/** The fields of the filter that makes a batch; `createdTime` is the first half of the sort key. */
const AVAILABLE = ['id', 'status', 'currency', 'amountMinor', 'customerId', 'websiteId'] as const

export const INDEXES = {
  listing: { partitionKey: 'listingKey', sortKey: 'createdKey', projects: LISTED },
  available: { partitionKey: 'availableKey', sortKey: 'createdKey', projects: AVAILABLE },
  /** Keys alone say whose, which and since when; whoever finishes the work reads the item itself, consistently. */
  open: { partitionKey: 'openKey', sortKey: 'dueKey', projects: [] },
} as const satisfies Record<string, TableIndex>

export type IndexName = keyof typeof INDEXES
