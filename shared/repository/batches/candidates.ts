import * as z from 'zod'
import { inClaimOrder, type Member } from '../../domain/batch.ts'
import { PAYOUT_REQUEST_STATUSES, type PayoutRequest } from '../../domain/payout-request.ts'
import { entriesInOrder, type Span } from '../index-entries.ts'
import { EXAMINED_ENTRIES_LIMIT, narrowTheFilter } from '../listing.ts'
import { holdingsOf } from '../membership.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { requestFrom } from '../payout-request-item.ts'
import { metasOf } from '../payout-request-views.ts'
import { minor } from '../stored.ts'

/** What a filter selects among the requests that are in no batch. */
export interface CandidateSearch {
  /** When the filter names all that can match: then no index is asked. */
  readonly ids?: readonly string[] | undefined
  /** Only what was created from one time to another, both included; null is open. */
  readonly created: Span
  /** Judges what the index knows of a request. */
  readonly mayMatch: (entry: AvailableRequest) => boolean
  /** Judges the request as its item has it. */
  readonly matches: (request: PayoutRequest) => boolean
  /** Whether matching asks for what only items know. */
  readonly needsItems: boolean
}

/** What the index `available` knows of a request. */
const AvailableRequest = z.object({
  id: z.string(),
  status: z.enum(PAYOUT_REQUEST_STATUSES),
  currency: z.string(),
  amountMinor: minor,
  customerId: z.string(),
  websiteId: z.string(),
  createdTime: z.string(),
})

export type AvailableRequest = z.infer<typeof AvailableRequest>

/**
 * The requests that match and that nobody has, oldest first, some at each call, none when there are no more. They are
 * read consistently just before: the index may lag, and others claim meanwhile. What another claims counts as batched,
 * decided or not.
 */
export function candidates(
  table: OrganizationTable,
  search: CandidateSearch,
): (limit: number) => Promise<readonly Member[]> {
  const portions = matchingEntries(table, search)
  let waiting: readonly AvailableRequest[] = []
  return async (limit) => {
    const found: Member[] = []
    while (found.length < limit) {
      if (waiting.length === 0) {
        const portion = await portions.next()
        if (portion.done) break
        waiting = portion.value
      }
      const some = waiting.slice(0, limit - found.length)
      waiting = waiting.slice(some.length)
      found.push(...(await freeAndMatching(table, search, some.map(idOf))))
    }
    return found
  }
}

/** What matches as far as the index knows, oldest first, in the portions in which it arrives. */
export async function* matchingEntries(
  table: OrganizationTable,
  search: CandidateSearch,
): AsyncGenerator<readonly AvailableRequest[]> {
  if (search.ids) {
    yield inClaimOrder(await freeAndMatching(table, search, search.ids))
    return
  }
  let examined = 0
  const range = { index: 'available', type: 'payout-request', created: search.created } as const
  for await (const entries of entriesInOrder(table, { ...range, descending: false })) {
    examined += entries.length
    if (examined > EXAMINED_ENTRIES_LIMIT) throw narrowTheFilter()
    const matching = entries.map((entry) => AvailableRequest.parse(entry)).filter(search.mayMatch)
    yield search.needsItems ? await freeAndMatching(table, search, matching.map(idOf)) : matching
  }
}

async function freeAndMatching(
  table: OrganizationTable,
  search: CandidateSearch,
  ids: readonly string[],
): Promise<PayoutRequest[]> {
  const requests = (await metasOf(table, ids)).flatMap((item) => (item ? [requestFrom(item)] : []))
  const matching = requests.filter(search.matches)
  const holdings = await holdingsOf(table, matching)
  return matching.filter(({ id }) => (holdings.get(id)?.standing ?? 'void') === 'void')
}

const idOf = ({ id }: { readonly id: string }): string => id
