import type { DecisionInput } from '../../../../shared/domain/auto-allocation/decision.ts'
import {
  type Book,
  legsAllowed,
  minimum,
  missing,
  type Pair,
  sum,
  visit,
  windowOf,
  within,
} from './second-book.ts'
import { shareAmong } from './second-sharing.ts'

/** Groups of pairs, each of one token, in the order of the walk. */
export function placeOn(groups: readonly (readonly Pair[])[], input: DecisionInput) {
  const book: Book = { input, legs: new Map(), sentences: new Map(), passed: new Map() }
  for (const group of groups) {
    if (input.policy === 'proportional') shareAmong(group, book)
    else for (const pair of group) visit(book, pair)
  }
  mend(book, groups.flat())
  return { leftMinor: missing(book), sentences: book.sentences }
}

/** Each leg gives what the ones after it cannot. */
function mend(book: Book, walk: readonly Pair[]): void {
  const short = missing(book)
  if (short === 0n || book.legs.size === legsAllowed(book)) return
  const legs = walk.filter((pair) => book.legs.has(pair))
  const spare = legs.map((pair) => (book.legs.get(pair) ?? 0n) - minimum(pair, book))
  for (const pair of walk.filter((pair) => (book.passed.get(pair) ?? -1n) >= minimum(pair, book))) {
    const wanted = minimum(pair, book) - short
    const given = spare.map((most, at) => within(wanted - sum(spare.slice(at + 1)), most))
    const back = sum(given.filter((_, at) => legs[at]?.gateway === pair.gateway))
    const room = windowOf(pair, book) + back
    if (sum(given) !== wanted || room < minimum(pair, book)) continue
    given.forEach((gift, at) => {
      const giver = legs[at]
      if (giver && gift > 0n) write(book, giver, (book.legs.get(giver) ?? 0n) - gift, -gift)
    })
    write(book, pair, minimum(pair, book), wanted)
    return
  }
}

function write(book: Book, pair: Pair, amount: bigint, moved: bigint): void {
  book.legs.set(pair, amount)
  book.sentences.set(pair, `${amount} repair ${moved} moved`)
}
