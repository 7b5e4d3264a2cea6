import {
  type Book,
  balance,
  least,
  legsAllowed,
  limitsOf,
  missing,
  type Pair,
  sum,
  visit,
  within,
} from './second-book.ts'

/**
 * The second writing of rules §4.4, for the pairs of one token in largest-exposure order. Where the water stands is
 * found from the pairs sorted by how soon they are full, not by fixing round after round.
 */
export function shareAmong(group: readonly Pair[], book: Book): void {
  if (missing(book) === 0n) return group.forEach((pair) => visit(book, pair))
  const needed = missing(book)
  const limits = new Map(group.map((pair) => [pair, limitsOf(pair, book)]))
  const capOf = (pair: Pair) => least(...(limits.get(pair) ?? []).map(([most]) => most))
  const vessels = group
    .filter((pair) => balance(pair) > 0n && capOf(pair) > 0n)
    .map((pair) => ({ pair, weight: balance(pair), cap: least(capOf(pair), needed) }))
  const { amounts, tight, dropped } = settle(vessels, book)
  for (const [pair, amount] of amounts) {
    const full = (limits.get(pair) ?? []).find(([most]) => most === amount)
    const limit = tight.has(pair) ? 'period-maximum' : amount === needed ? 'amount' : (full?.[1] ?? 'amount')
    book.sentences.set(pair, `${amount} ${limit}`)
    book.legs.set(pair, amount)
  }
  for (const pair of group.filter((pair) => !amounts.has(pair))) {
    visit(book, pair)
    if (book.legs.has(pair) || !dropped.includes(pair)) continue
    book.sentences.set(pair, 'below-minimum')
    book.passed.set(pair, capOf(pair))
  }
}

interface Vessel {
  readonly pair: Pair
  readonly weight: bigint
  readonly cap: bigint
}

interface Settled {
  readonly amounts: Map<Pair, bigint>
  readonly tight: ReadonlySet<Pair>
  readonly dropped: readonly Pair[]
}

/** Tries again without the lightest of those that get too little, ties to the last. */
function settle(vessels: readonly Vessel[], book: Book, dropped: readonly Pair[] = []): Settled {
  const seated = vessels
    .filter(({ pair }) => !dropped.includes(pair))
    .slice(0, legsAllowed(book) - book.legs.size)
  const filled = pour(seated, least(missing(book), sum(seated.map(({ cap }) => cap))))
  const { amounts, tight } = throughWindows(seated, filled, book)
  const [lightest] = seated
    .filter(({ pair }, at) => (amounts[at] ?? 0n) < declaredMinimum(pair, book))
    .toReversed()
    .toSorted((a, b) => (a.weight < b.weight ? -1 : a.weight > b.weight ? 1 : 0))
  if (lightest) return settle(vessels, book, [...dropped, lightest.pair])
  const served = seated.flatMap(({ pair }, at) =>
    (amounts[at] ?? 0n) > 0n ? [[pair, amounts[at] ?? 0n] as const] : [],
  )
  return { amounts: new Map(served), tight, dropped }
}

const declaredMinimum = ({ gateway }: Pair, { input }: Book): bigint =>
  gateway.payoutLimits?.minPerTransaction.find(({ currency }) => currency === input.customer.currency)
    ?.amountMinor ?? 0n

/** Vessels of equal level: the k soonest full are full, the others stand at rest/weights of their own weight. */
function pour(vessels: readonly Vessel[], amount: bigint): bigint[] {
  const soonest = vessels.toSorted((a, b) => (a.cap * b.weight < b.cap * a.weight ? -1 : 1))
  const restAfter = (full: number) => amount - sum(soonest.slice(0, full).map(({ cap }) => cap))
  const weightsAfter = (full: number) => sum(soonest.slice(full).map(({ weight }) => weight))
  const full = soonest.findIndex(({ cap, weight }, at) => cap * weightsAfter(at) > restAfter(at) * weight)
  const count = full === -1 ? vessels.length : full
  const isFull = (vessel: Vessel) => soonest.indexOf(vessel) < count
  const level = (vessel: Vessel) =>
    isFull(vessel) ? vessel.cap : (restAfter(count) * vessel.weight) / weightsAfter(count)
  const spilt = amount - sum(vessels.map(level))
  const open = vessels.filter((vessel) => !isFull(vessel))
  return vessels.map(
    (vessel) => level(vessel) + (!isFull(vessel) && BigInt(open.indexOf(vessel)) < spilt ? 1n : 0n),
  )
}

/** Each pair loses what is too much for its account and not yet lost by the pairs after it; then the lost is offered. */
function throughWindows(vessels: readonly Vessel[], filled: readonly bigint[], { input, legs }: Book) {
  const used = (id: string) => sum([...legs].map(([pair, amount]) => (pair.gateway.id === id ? amount : 0n)))
  const through = (id: string, amounts: readonly bigint[], from: number) =>
    sum(amounts.filter((_, at) => at >= from && vessels[at]?.pair.gateway.id === id))
  const roomOf = (id: string, amounts: readonly bigint[]) =>
    (input.periodLeft.get(id) ?? 10n ** 40n) - used(id) - through(id, amounts, 0)
  const lost = vessels.map(({ pair: { gateway } }, at) =>
    within(-roomOf(gateway.id, filled) - through(gateway.id, filled, at + 1), filled[at] ?? 0n),
  )
  const amounts = filled.map((amount, at) => amount - (lost[at] ?? 0n))
  const tight = new Set(vessels.filter((_, at) => (lost[at] ?? 0n) > 0n).map(({ pair }) => pair))
  vessels.forEach(({ pair, cap }, at) => {
    const offered = sum(filled) - sum(amounts)
    const wanted = least(offered, cap - (amounts[at] ?? 0n))
    const gets = least(wanted, roomOf(pair.gateway.id, amounts))
    if (gets < wanted) tight.add(pair)
    amounts[at] = (amounts[at] ?? 0n) + gets
  })
  return { amounts, tight }
}
