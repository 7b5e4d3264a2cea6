import { batchContents } from '../../harness/batch-contents.ts'
import { views } from './asking.ts'
import { type History, isDone, isRefused, type Played, wants } from './history.ts'
import { MEMBERS_LIMIT } from './limits.ts'
import { ITSELF, type Sighting } from './membership.ts'
import { FILTERS, totalsAsShown, type World } from './world.ts'

/** How everything lies when nobody is at work any more and the sweeper has been there. */
export interface Ending {
  /** The batches and their members, by the table's items. */
  readonly members: ReadonlyMap<string, readonly string[]>
  readonly wrong: readonly string[]
}

export async function endingOf(world: World, history: History): Promise<Ending> {
  const { members, halfDone } = await batchContents(world.table)
  const wrong = [...halfDone, ...strangers(world, history, members), ...(await shownWrong(world, members))]
  return { members, wrong }
}

/** What is seen in the end is seen for ever. */
export function lastSightings(batches: readonly string[], { members }: Ending): Sighting[] {
  const span = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY }
  return batches.map((batch) => {
    const ids = new Set(members.has(batch) ? [ITSELF, ...(members.get(batch) ?? [])] : [])
    return { ...span, batch, isIn: (request) => ids.has(request) }
  })
}

/** A batch of which nobody was told is wholly what somebody without an answer asked for. */
function strangers(world: World, { played }: History, members: Ending['members']): string[] {
  const told = new Set(played.filter(isDone).map(({ answer }) => answer?.body?.id))
  const unanswered = played.filter((one) => !isDone(one) && !isRefused(one))
  return [...members]
    .filter(([batch, ids]) => !told.has(batch) && !unanswered.some((one) => isWhatWasAsked(world, one, ids)))
    .map(([batch, ids]) => `${batch} with ${ids.join()} is no batch that anybody asked for`)
}

function isWhatWasAsked({ byId }: World, { operation }: Played, ids: readonly string[]): boolean {
  if (operation.does !== 'create') return false
  const selection = operation.wants
  const fit = ids.every((id) => {
    const request = byId.get(id)
    return request !== undefined && wants(selection, request)
  })
  const isWhole = 'ids' in selection ? ids.length === selection.ids.length : ids.length > 0
  return fit && isWhole && ids.length <= MEMBERS_LIMIT
}

/** Every view of the API says the same. */
async function shownWrong({ requests, byId }: World, members: Ending['members']): Promise<string[]> {
  const batchOf = new Map([...members].flatMap(([batch, ids]) => ids.map((id) => [id, batch] as const)))
  const wrong: string[] = []
  const check = (what: string, shown: unknown, is: unknown) => {
    if (JSON.stringify(shown) !== JSON.stringify(is))
      wrong.push(`${what} is shown as ${JSON.stringify(shown)} and is ${JSON.stringify(is)}`)
  }
  const list = await views.requests({ query: { limit: '1000', sort: 'createdTime' } })
  const listed = new Map<string, string | null>(
    list.body.map((one: { id: string; batchId: string | null }) => [one.id, one.batchId]),
  )
  for (const { id } of requests) check(`${id} in the list`, listed.get(id), batchOf.get(id) ?? null)
  const batches = await views.batches()
  check(
    'the list of batches',
    batches.body.map(({ id }: { id: string }) => id).toSorted(),
    [...members.keys()].toSorted(),
  )
  for (const [batch, ids] of members) {
    const { body } = await views.batch({ id: batch })
    const { totalCount, customerCount, totalAmountByCurrency } = body
    check(batch, body.payoutRequestIds?.toSorted(), ids.toSorted())
    const totals = totalsAsShown(ids.flatMap((id) => byId.get(id) ?? []))
    check(`${batch} in sum`, { totalCount, customerCount, totalAmountByCurrency }, totals)
  }
  const [everyone] = FILTERS
  const preview = await views.preview({ query: { filter: everyone?.text ?? '' } })
  check('the number of free ones', preview.body.matchingCount, requests.length - batchOf.size)
  return wrong
}
