/** A member whose facts change under it so often is left as a fault; the next run tries it again. */
const TRIES_LIMIT = 5

/** After so many delays by others, a member shares no transaction any more. */
const DELAYS_LIMIT = 2

/** What came in the way of a chunk's members, so that nobody waits long for the trouble of another. */
export interface Troubles {
  /** A transaction of these members was refused because of those that are named. */
  refused(ids: readonly string[], named: ReadonlySet<string>): void
  /** These members were not even tried, because of others. */
  delayed(ids: readonly string[]): void
  /** Those that share transactions first, those with most trouble last: who comes later is decided on the earlier. */
  inTurn(ids: readonly string[]): string[]
  goesAlone(id: string): boolean
  isGivenUp(id: string): boolean
}

export function troubles(): Troubles {
  const own = new Map<string, number>()
  const delays = new Map<string, number>()
  const count = (counts: Map<string, number>, id: string) => counts.set(id, (counts.get(id) ?? 0) + 1)
  const ownOf = (id: string) => own.get(id) ?? 0
  const goesAlone = (id: string) => ownOf(id) > 0 || (delays.get(id) ?? 0) >= DELAYS_LIMIT
  const turnOf = (id: string) => ownOf(id) + Number(goesAlone(id))
  return {
    refused(ids, named) {
      for (const id of ids) count(named.has(id) ? own : delays, id)
    },
    delayed(ids) {
      for (const id of ids) count(delays, id)
    },
    inTurn: (ids) => ids.toSorted((one, other) => turnOf(one) - turnOf(other)),
    goesAlone,
    isGivenUp: (id) => ownOf(id) >= TRIES_LIMIT,
  }
}
