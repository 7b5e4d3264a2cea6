import { type History, isDone, isRefused, type Played, type Span, wants } from './history.ts'
import type { Membership } from './membership.ts'
import type { Wanted, World } from './world.ts'

/** What is known when a run is over. */
export interface Known {
  readonly world: World
  readonly history: History
  readonly membership: Membership
  readonly batches: readonly string[]
}

/** Those that the caller wants and that were free all the time. */
export function freeAndWanted(known: Known, played: Played): Wanted[] {
  const { operation } = played
  if (!('wants' in operation)) return []
  return known.world.requests
    .filter((request) => wants(operation.wants, request))
    .filter((request) => surelyFree(known, request, played))
}

/**
 * Whether nobody else can have had anything to do with a request all through a call: then it was free, and that call was
 * to get it. Says no whenever in doubt.
 */
const surelyFree = ({ history, membership, batches }: Known, request: Wanted, during: Played): boolean =>
  !history.played.some((one) => one !== during && mayHold(one, request, during)) &&
  !batches.some((batch) => membership.mayBe('in', request.id, batch, during))

/** Also claims that do not count yet, or not any more, are in the way. */
function mayHold(played: Played, request: Wanted, span: Span): boolean {
  const { operation, from, to } = played
  if (from > span.to) return false
  const overlaps = to >= span.from
  switch (operation.does) {
    case 'create':
    case 'add':
      return wants(operation.wants, request) && (overlaps || !(isDone(played) || isRefused(played)))
    case 'remove': // what is left to clear up is left to the sweeper
      return operation.ids.includes(request.id) && !isRefused(played)
    case 'delete':
      return overlaps || played.answer?.status !== 204
    case 'get':
    case 'sweep':
      return false
  }
}
