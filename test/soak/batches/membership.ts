import { type History, isDone, isRefused, type Played, type Span, wants } from './history.ts'
import type { Wanted, World } from './world.ts'

/** Who may have been in which batch when, by what callers asked and heard alone. */
export interface Membership {
  /** Sightings that cannot both be true, in words. */
  readonly contradictions: (batches: readonly string[]) => string[]
  /** Whether what callers know lets the request be in the batch, or out of it, at some moment of the span. */
  mayBe(way: Way, request: string, batch: string, span: Span): boolean
}

export type Way = 'in' | 'out'

/** Stands for the batch itself: it is in from the creation until the deletion. */
export const ITSELF = 'the batch itself'

/** Who was seen in a batch at some moment of a span. */
export interface Sighting extends Span {
  readonly batch: string
  /** False: it is out. Undefined: nothing was seen of it. */
  readonly isIn: (request: string) => boolean | undefined
}

/** Something that may have brought requests into a batch, or out of it, at some moment of a span. */
interface Move extends Span {
  readonly way: Way
  readonly isOf: (batch: string) => boolean
  readonly concerns: (request: string) => boolean
}

export function membershipIn({ byId }: World, { played }: History, last: readonly Sighting[]): Membership {
  const created = new Set(played.flatMap((one) => createdBy(one) ?? []))
  const moves = played.flatMap((one) => movesOf(one, created, byId))
  const sightings = [...played.flatMap(sightingsOf), ...last]
  const ofBatch = (batch: string) => [
    neverSeen(batch),
    ...sightings.map((one) => (one.batch === batch ? one : notElsewhere(one, batch))),
  ]

  const agree = (one: Sighting, other: Sighting, request: string): boolean => {
    const [earlier, later] = one.to < other.from ? [one, other] : [other, one]
    const [before, after] = [earlier.isIn(request), later.isIn(request)]
    if (earlier.to >= later.from || before === undefined || after === undefined || before === after)
      return true
    const way = after ? 'in' : 'out'
    return moves.some(
      (move) =>
        move.way === way &&
        move.isOf(later.batch) &&
        move.concerns(request) &&
        move.to > earlier.from &&
        move.from < later.to,
    )
  }

  return {
    contradictions: (batches) =>
      batches.flatMap((batch) =>
        [ITSELF, ...byId.keys()].flatMap((request) =>
          pairs(ofBatch(batch).filter(({ isIn }) => isIn(request) !== undefined))
            .filter(([one, other]) => !agree(one, other, request))
            .map(([one, other]) => `${request} and ${batch}: ${seen(one, request)}, ${seen(other, request)}`),
        ),
      ),
    mayBe: (way, request, batch, span) =>
      ofBatch(batch).every((seen) =>
        agree({ from: span.from, to: span.to, batch, isIn: () => way === 'in' }, seen, request),
      ),
  }
}

const createdBy = ({ operation, answer }: Played): string | undefined =>
  operation.does === 'create' && answer?.status === 201 ? String(answer.body.id) : undefined

/** A creation without an answer may have made any batch that nobody was told of. */
function movesOf(
  played: Played,
  created: ReadonlySet<string>,
  byId: ReadonlyMap<string, Wanted>,
): readonly Move[] {
  const { operation, from, to } = played
  const wanted = (request: string) => {
    const known = byId.get(request)
    return known !== undefined && 'wants' in operation && wants(operation.wants, known)
  }
  if (operation.does === 'delete') {
    // Also when it is told that there is no such batch: its first try may have begun what another ended.
    const isOf = (batch: string) => batch === operation.batch
    return played.answer?.status === 409 ? [] : [{ from, to, way: 'out', isOf, concerns: () => true }]
  }
  if (isRefused(played)) return []
  switch (operation.does) {
    case 'create': {
      const own = createdBy(played)
      const isOf = (batch: string) => (own === undefined ? !created.has(batch) : batch === own)
      return [{ from, to, way: 'in', isOf, concerns: (request) => request === ITSELF || wanted(request) }]
    }
    case 'add':
      return [{ from, to, way: 'in', isOf: (batch) => batch === operation.batch, concerns: wanted }]
    case 'remove': {
      const concerns = (request: string) => operation.ids.includes(request)
      return [{ from, to, way: 'out', isOf: (batch) => batch === operation.batch, concerns }]
    }
    case 'get':
    case 'sweep':
      return []
  }
}

function sightingsOf(played: Played): readonly Sighting[] {
  const { operation, answer, from, to } = played
  if (operation.does === 'sweep' || !answer) return []
  const batch = operation.does === 'create' ? createdBy(played) : operation.batch
  if (batch === undefined) return []
  const isGone = answer.status === 204 || answer.status === 404
  if (!isGone && !isDone(played)) return []
  const ids = new Set<string>(isGone ? [] : [ITSELF, ...answer.body.payoutRequestIds])
  return [{ from, to, batch, isIn: (request) => ids.has(request) }]
}

/** Before everything there is no batch. */
const neverSeen = (batch: string): Sighting => ({ batch, from: -1, to: -1, isIn: () => false })

/** Whoever is seen in one batch is in no other at that moment. */
const notElsewhere = ({ isIn, ...span }: Sighting, batch: string): Sighting => ({
  ...span,
  batch,
  isIn: (request) => (request !== ITSELF && isIn(request) ? false : undefined),
})

const seen = ({ from, to, isIn }: Sighting, request: string): string =>
  `${isIn(request) ? 'in' : 'out'} at ${from}..${to}`

const pairs = <T>(all: readonly T[]): [T, T][] =>
  all.flatMap((one, i) => all.slice(i + 1).map((other): [T, T] => [one, other]))
