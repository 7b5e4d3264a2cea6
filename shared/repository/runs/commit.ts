import type { DecidedMember } from '../../domain/batch-run.ts'
import type { PayoutRequest } from '../../domain/payout-request.ts'
import { numberedSetAsideWrites } from '../allocations.ts'
import { changeExposures } from '../exposures.ts'
import { is } from '../expressions.ts'
import { type Opening, openings, openingsOf } from '../openings.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { attemptAll, TRANSACTION_ACTIONS_LIMIT, type Write } from '../write.ts'
import { partWrite, type RunId } from './parts.ts'

export type PartCommit =
  | { readonly kind: 'committed' }
  /** Another try of this chunk wrote this part: look at what is settled. */
  | { readonly kind: 'part-taken' }
  /** These requests, or their customers, are not as the decision saw them. */
  | { readonly kind: 'refused'; readonly ids: ReadonlySet<string> }

/** Commits a part: its outcomes, and every leg of them, in one transaction (design §7). */
export async function commitPart(
  table: OrganizationTable,
  run: RunId,
  place: { readonly chunk: number; readonly part: number },
  members: readonly DecidedMember[],
): Promise<PartCommit> {
  const actions = [
    { write: partWrite(table, run, place, members), ids: [] as string[] },
    ...members.flatMap((member) => requestActions(table, run, member)),
    ...exposureActions(table, members),
  ]
  const attempt = await attemptAll(
    table,
    actions.map(({ write }) => write),
  )
  if (attempt.applied) return { kind: 'committed' }
  if (attempt.refused.some(({ index }) => index === 0)) return { kind: 'part-taken' }
  return { kind: 'refused', ids: new Set(attempt.refused.flatMap(({ index }) => actions[index]?.ids ?? [])) }
}

/** As many members as fit one transaction; those to be tried alone make parts of their own. */
export function partsOf(
  members: readonly DecidedMember[],
  goesAlone: (request: PayoutRequest) => boolean,
): DecidedMember[][] {
  const parts: DecidedMember[][] = []
  let part: DecidedMember[] = []
  for (const member of members.filter(({ request }) => !goesAlone(request))) {
    if (part.length > 0 && !isOnePart([...part, member])) {
      parts.push(part)
      part = []
    }
    part.push(member)
  }
  const singles = members.filter(({ request }) => goesAlone(request)).map((member) => [member])
  return [...parts, ...(part.length > 0 ? [part] : []), ...singles]
}

/**
 * A part tells of every pair of an instrument and a gateway account, with 50 bytes at most where all its amounts and
 * times differ, and an item has 400 KB. One request is a part in any case: of 10,000 pairs 300 have a history.
 */
const PART_PAIRS_LIMIT = 6_000

const isOnePart = (members: readonly DecidedMember[]): boolean =>
  actionsOf(members) <= TRANSACTION_ACTIONS_LIMIT && pairsIn(members) <= PART_PAIRS_LIMIT

const pairsIn = (members: readonly DecidedMember[]): number =>
  members.reduce((sum, { decision }) => sum + decision.candidates.length, 0)

/** The part, each request with its legs, each customer and currency once. */
function actionsOf(members: readonly DecidedMember[]): number {
  const placed = members.filter(({ setAside }) => setAside)
  const legs = placed.reduce((sum, { decision }) => sum + decision.legs.length, 0)
  return 1 + placed.length + legs + new Set(placed.map(profileName)).size
}

interface Action {
  readonly write: Write
  /** The requests that the write is for. */
  readonly ids: string[]
}

/** Every leg also demands that this batch still claims the request (rules §3). */
const requestActions = (
  table: OrganizationTable,
  { batchId }: RunId,
  { request, setAside }: DecidedMember,
): Action[] =>
  setAside
    ? numberedSetAsideWrites(table, request, setAside, [is(['claim', 'batch'], batchId)]).map((write) => ({
        write,
        ids: [request.id],
      }))
    : []

function exposureActions(table: OrganizationTable, members: readonly DecidedMember[]): Action[] {
  const byProfile = Map.groupBy(
    members.filter(({ setAside }) => setAside),
    profileName,
  )
  return [...byProfile.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    return [
      {
        write: changeExposures(table, first.customer, openings(group.flatMap(openedIn))),
        ids: group.map(({ request }) => request.id),
      },
    ]
  })
}

const openedIn = ({ decision, setAside }: DecidedMember): Opening[] =>
  setAside ? openingsOf(decision, setAside) : []

const profileName = ({ request }: DecidedMember): string => `${request.customerId} ${request.currency}`
