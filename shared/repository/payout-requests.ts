import type { Allocation } from '../domain/allocation.ts'
import { isWellFormedId } from '../domain/identifiers.ts'
import { sumOf } from '../domain/money.ts'
import { GIVEN_BACK_STATUSES, type PayoutRequest } from '../domain/payout-request.ts'
import { Refusal } from '../domain/refusal.ts'
import { allocationFrom } from './allocation-item.ts'
import type { Item } from './client.ts'
import { type Assignment, absent, is } from './expressions.ts'
import { requestKey, requestTextKey, requestWithAllocations } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { hasTextItem, metaTexts, requestFrom, requestItem, textItem } from './payout-request-item.ts'
import { pendingEntry } from './payout-request-keys.ts'
import { getItem, queryAll } from './read.ts'
import { commit, stale, type Write } from './write.ts'

export interface RequestWithAllocations {
  readonly request: PayoutRequest
  /** In the order in which they were made. */
  readonly allocations: readonly Allocation[]
}

/** Refuses an id that is unknown or another organization's. */
export async function theRequestWithAllocations(
  table: OrganizationTable,
  id: string,
): Promise<RequestWithAllocations> {
  const found = await findRequestWithAllocations(table, id)
  if (!found) throw noSuchRequest()
  return found
}

/** The request alone, for what concerns neither its allocations nor its texts; refuses as above. */
export async function theRequest(table: OrganizationTable, id: string): Promise<PayoutRequest> {
  const meta = isWellFormedId(id) ? await getItem(table, requestKey(table.organization, id)) : undefined
  if (!meta) throw noSuchRequest()
  return requestFrom(meta)
}

export const noSuchRequest = (): Refusal =>
  new Refusal('not-found', { detail: 'There is no payout request with this id.' })

/** A Query is only read-committed against transactions: a request whose parts disagree is read once more (design §5). */
export async function findRequestWithAllocations(
  table: OrganizationTable,
  id: string,
): Promise<RequestWithAllocations | undefined> {
  const first = isWellFormedId(id) ? await readWhole(table, id) : undefined
  return first && !partsAgree(first) ? readWhole(table, id) : first
}

/** Keeps a new request; an id that is taken is `stale`, since only PUT brings ids of its own. */
export const keepNewRequest = (
  table: OrganizationTable,
  request: PayoutRequest,
  alongside: readonly Write[] = [],
): Promise<unknown> => commit(table, [...newRequestWrites(table, request), ...alongside])

/** What puts a new request: its META first, and its texts where they stand beside. */
export const newRequestWrites = (
  table: OrganizationTable,
  request: PayoutRequest,
  otherwise: Write['otherwise'] = stale,
): Write[] => [
  {
    key: requestKey(table.organization, request.id),
    put: requestItem(table, request),
    when: [absent],
    otherwise,
  },
  ...textWrites(table, undefined, request),
]

/** Keeps what PATCH or PUT decided, if nobody changed the request meanwhile. Claims and amounts are not touched. */
export async function keepRequestChange(
  table: OrganizationTable,
  before: PayoutRequest,
  after: PayoutRequest,
  alongside: readonly Write[] = [],
): Promise<void> {
  if (after !== before) await commit(table, [...requestChangeWrites(table, before, after), ...alongside])
}

export function requestChangeWrites(
  table: OrganizationTable,
  before: PayoutRequest,
  after: PayoutRequest,
): Write[] {
  const newTexts = TEXTS.some((field) => after[field] !== before[field])
  const waiting = pendingEntry(table.organization, after)
  return [
    {
      key: requestKey(table.organization, before.id),
      update: {
        set: [
          ...CHANGEABLE.map((field) => [field, after[field]] as const),
          ['openKey', waiting?.openKey],
          ['dueKey', waiting?.dueKey],
          ...(newTexts ? textAttributes(after) : []),
        ],
      },
      when: [is('version', before.version)],
      otherwise: stale,
    },
    ...(newTexts ? textWrites(table, before, after) : []),
  ]
}

/** Written only when they change: whoever changed a status need not have read the TEXT item. */
const TEXTS = ['description', 'selectedPaymentInstrumentRedirectUrl'] as const

function textAttributes(request: PayoutRequest): Assignment[] {
  const texts = metaTexts(request)
  return [...TEXTS, 'texts'].map((name) => [name, texts[name]])
}

const CHANGEABLE = [
  'status',
  'blocked',
  'blockReason',
  'splitReason',
  'pendingSince',
  'cancellation',
  'paymentInstrumentId',
  'lastChange',
  'version',
  'updatedTime',
] as const satisfies readonly (keyof PayoutRequest)[]

function textWrites(
  table: OrganizationTable,
  before: PayoutRequest | undefined,
  after: PayoutRequest,
): Write[] {
  const key = requestTextKey(table.organization, after.id)
  const text = textItem(after)
  if (text) return [{ key, put: text }]
  return before && textItem(before) ? [{ key, remove: true }] : []
}

async function readWhole(table: OrganizationTable, id: string): Promise<RequestWithAllocations | undefined> {
  const { pk, from, to } = requestWithAllocations(table.organization, id)
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
    ConsistentRead: true,
  })
  const meta = items.find((item) => item.sk === 'META')
  if (!meta) return undefined
  return {
    request: requestFrom(meta, await textOf(table, meta)),
    allocations: items.filter((item) => item !== meta).map(allocationFrom),
  }
}

const textOf = (table: OrganizationTable, meta: Item): Promise<Item | undefined> | undefined =>
  hasTextItem(meta) ? getItem(table, requestTextKey(table.organization, String(meta.id))) : undefined

export const partsAgree = ({ request, allocations }: RequestWithAllocations): boolean =>
  sumOf(
    allocations
      .filter((allocation) => !GIVEN_BACK_STATUSES.includes(allocation.status))
      .map((allocation) => allocation.amountMinor),
  ) +
    request.unallocatedMinor ===
  request.amountMinor
