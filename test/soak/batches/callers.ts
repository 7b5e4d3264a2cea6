import { oneOf, some } from '../game/choosing.ts'
import { type History, isDone, type Operation, type Selection } from './history.ts'
import { MEMBERS_LIMIT } from './limits.ts'
import { FILTERS, type World } from './world.ts'

/** As often as they stand here. */
const CHOICES: readonly Operation['does'][] = [
  ...Array<'create'>(8).fill('create'),
  ...Array<'add'>(7).fill('add'),
  ...Array<'remove'>(5).fill('remove'),
  ...Array<'delete'>(3).fill('delete'),
  ...Array<'get'>(3).fill('get'),
  ...Array<'sweep'>(3).fill('sweep'),
]

const BY_FILTER = 0.3
/** How often a caller minds what was said of members, and does not ask for what must be refused. */
const MINDFUL = 0.8
const MOST_REMOVED = 6

/** What a caller does next, by chance and by what callers have been told until now. */
export function nextOperation(world: World, history: History, random: () => number): Operation {
  const known = knownBatches(history)
  const held = new Set([...known.values()].flat())
  const all = world.requests.map(({ id }) => id)
  const free = all.filter((id) => !held.has(id))
  const isMindful = random() < MINDFUL

  const selection = (): Selection => {
    const filter = random() < BY_FILTER ? oneOf(FILTERS, random) : undefined
    return filter
      ? { filter }
      : { ids: some(isMindful && free.length > 0 ? free : all, MEMBERS_LIMIT, random) }
  }
  const batch = oneOf([...known.keys()], random)
  const does = oneOf(CHOICES, random)
  if (does === undefined || does === 'create' || batch === undefined)
    return { does: 'create', wants: selection() }
  if (does === 'sweep') return { does }
  if (does === 'add') return { does, batch, wants: selection() }
  if (does !== 'remove') return { does, batch }
  const members = known.get(batch) ?? []
  return { does, batch, ids: some(isMindful && members.length > 0 ? members : all, MOST_REMOVED, random) }
}

/** The batches that were told of, with the members that they were last said to have. */
function knownBatches({ played }: History): Map<string, readonly string[]> {
  const told = played.filter((one) => isDone(one) && one.answer?.body?.id)
  return new Map(told.map(({ answer }) => [String(answer?.body.id), answer?.body.payoutRequestIds]))
}
