import { type Check, failed } from '../game/checks.ts'
import { freeAndWanted, type Known } from './freedom.ts'
import { type Operation, type Played, wants } from './history.ts'
import { MEMBERS_LIMIT } from './limits.ts'
import { wrongInRefused } from './refusals.ts'
import { idsOf, totalsAsShown, type Wanted } from './world.ts'

/** What is wrong with an answer, by what its caller asked for. */
export function wrongIn(known: Known, played: Played): string[] {
  const { answer } = played
  if (!answer) return []
  const judged = answer.status < 300 ? wrongInDone(known, played) : wrongInRefused(known, played)
  return judged.map((wrong) => `${played.from}..${played.to} ${played.operation.does}: ${wrong}`)
}

const SUCCESS: Record<Operation['does'], number> = {
  create: 201,
  add: 200,
  remove: 200,
  delete: 204,
  get: 200,
  sweep: 200,
}

function wrongInDone(known: Known, played: Played): string[] {
  const { operation, answer } = played
  const status: Check = [answer?.status === SUCCESS[operation.does], `${answer?.status} is no answer to this`]
  if (operation.does === 'delete' || operation.does === 'sweep') return failed([status])
  const ids: readonly string[] = answer?.body.payoutRequestIds
  const holds = new Set(ids)
  const members = ids.flatMap((id) => known.world.byId.get(id) ?? [])
  const shown = JSON.stringify(totalsAsShown(members))
  const { totalCount, customerCount, totalAmountByCurrency } = answer?.body ?? {}
  return failed([
    status,
    [holds.size === ids.length && members.length === ids.length, 'names a member twice, or nobody'],
    [ids.length <= MEMBERS_LIMIT, `${ids.length} are too many`],
    [JSON.stringify({ totalCount, customerCount, totalAmountByCurrency }) === shown, `is not ${shown}`],
    ...('wants' in operation ? asWanted(known, played, operation, members) : []),
    [operation.does !== 'remove' || holds.isDisjointFrom(new Set(operation.ids)), 'holds who was removed'],
  ])
}

function asWanted(
  known: Known,
  played: Played,
  { does, wants: selection }: Extract<Operation, { wants: unknown }>,
  members: readonly Wanted[],
): readonly Check[] {
  const wanted = members.filter((one) => wants(selection, one))
  const isNew = does === 'create'
  if ('ids' in selection)
    return [
      [wanted.length === selection.ids.length, 'lacks who was asked for'],
      [!isNew || members.length === selection.ids.length, 'holds who was not asked for'],
    ]
  const left = freeAndWanted(known, played).filter((one) => !members.includes(one))
  const youngest = Math.max(...members.map(({ age }) => age))
  const older = left.filter(({ age }) => age < youngest)
  return [
    [wanted.length > 0 && (!isNew || wanted.length === members.length), 'holds who does not match'],
    [left.length === 0 || members.length === MEMBERS_LIMIT, `leaves ${idsOf(left)} although there is room`],
    [!isNew || older.length === 0, `prefers younger ones to ${idsOf(older)}`],
  ]
}
