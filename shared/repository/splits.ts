import * as z from 'zod'
import type { PayoutRequest } from '../domain/payout-request.ts'
import { SPLIT_REASONS } from '../domain/payout-request.ts'
import { childrenOf, type Split } from '../domain/split.ts'
import { absent, has } from './expressions.ts'
import { openKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { splitKey } from './payout-request-keys.ts'
import { newRequestWrites, requestChangeWrites } from './payout-requests.ts'
import { getItem } from './read.ts'
import { minor, orNull, withoutNulls } from './stored.ts'
import { commit, stale, TRANSACTION_ACTIONS_LIMIT, type Write } from './write.ts'

/**
 * A split (rules §2): the first transaction sets the original `split`, says which children there are, and puts as many
 * of them as fit; from there on it only goes forward. What is left is put by who began it, or by the sweeper.
 */
export async function keepSplit(
  table: OrganizationTable,
  before: PayoutRequest,
  { original, split }: { readonly original: PayoutRequest; readonly split: Split },
  alongside: readonly Write[],
): Promise<void> {
  const [first = [], ...rest] = groupsOf(table, split, stale)
  await commit(table, [
    ...requestChangeWrites(table, before, original),
    recordWrite(table, split, rest.length > 0),
    ...first,
    ...alongside,
  ])
  await putRest(table, split)
}

/** Puts what is left of the children; nothing where all are there, or where there is no split. */
export async function finishSplit(table: OrganizationTable, payoutRequestId: string): Promise<void> {
  const item = await getItem(table, splitKey(table.organization, payoutRequestId))
  if (item?.openKey !== undefined) await putRest(table, splitFrom(item))
}

/** The ids of the requests that this one was split into. */
export async function childIds(table: OrganizationTable, payoutRequestId: string): Promise<string[]> {
  const item = await getItem(table, splitKey(table.organization, payoutRequestId))
  return item ? splitFrom(item).parts.map(({ id }) => id) : []
}

const splitFrom = (item: unknown): Split => StoredSplit.parse(item)

async function putRest(table: OrganizationTable, split: Split): Promise<void> {
  const [, ...rest] = groupsOf(table, split, alreadyDone)
  for (const [i, group] of rest.entries())
    await commit(table, i < rest.length - 1 ? group : [...group, closingWrite(table, split)])
}

const alreadyDone = () => 'already-done' as const

/** Besides children: the original, the record and the caller's Idempotency-Key; then the record alone. */
const FIRST_GROUP_LIMIT = TRANSACTION_ACTIONS_LIMIT - 3
const NEXT_GROUPS_LIMIT = TRANSACTION_ACTIONS_LIMIT - 1

/** The children's writes, a transaction each: always the same groups, so that a group is there as a whole or not. */
function groupsOf(
  table: OrganizationTable,
  split: Split,
  otherwise: NonNullable<Write['otherwise']>,
): Write[][] {
  const groups: Write[][] = [[]]
  for (const child of childrenOf(split)) {
    const writes = newRequestWrites(table, child, otherwise)
    const limit = groups.length === 1 ? FIRST_GROUP_LIMIT : NEXT_GROUPS_LIMIT
    const last = groups.at(-1)
    if (last && last.length + writes.length <= limit) last.push(...writes)
    else groups.push(writes)
  }
  return groups
}

/** In `open` as long as children are missing. */
const recordWrite = (table: OrganizationTable, split: Split, isOpen: boolean): Write => {
  const { payoutRequestId, parts, terms, stamp } = split
  return {
    key: splitKey(table.organization, payoutRequestId),
    put: {
      type: 'split',
      payoutRequestId,
      parts,
      terms: withoutNulls(terms),
      stamp,
      ...(isOpen && openKey('split', table.organization, payoutRequestId, helpAfter(stamp.at))),
    },
    when: [absent],
    otherwise: stale,
  }
}

const closingWrite = (table: OrganizationTable, { payoutRequestId }: Split): Write => ({
  key: splitKey(table.organization, payoutRequestId),
  update: { remove: ['openKey', 'dueKey'] },
  when: [has('openKey')],
  otherwise: alreadyDone,
})

/** Longer than the call that splits may live. */
const HELP_AFTER_SECONDS = 15

const helpAfter = (at: string): string => new Date(Date.parse(at) + HELP_AFTER_SECONDS * 1000).toISOString()

const StoredSplit = z.object({
  payoutRequestId: z.string(),
  parts: z.array(z.object({ id: z.string(), amountMinor: minor })),
  terms: z.object({
    websiteId: z.string(),
    customerId: z.string(),
    currency: z.string(),
    paymentInstrumentId: orNull(z.string()),
    description: orNull(z.string()),
    selectedPaymentInstrumentRedirectUrl: orNull(z.string()),
    blocked: z.boolean(),
    blockReason: z.null().default(null),
    splitReason: z.enum(SPLIT_REASONS),
  }),
  stamp: z.object({ by: z.string(), at: z.string() }),
})
