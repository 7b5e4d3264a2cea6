import { type Judge, judgeOf } from './judge.ts'
import { beginnings, type Model, modelOf } from './model.ts'
import { successors } from './moves.ts'
import type { Scenario } from './scenario.ts'
import { type Origin, type Reached, type Visited, visitedStates } from './visited.ts'
import { told } from './words.ts'

export interface Exploration {
  /** States that differ. */
  readonly states: number
  /** Whether every state was seen. */
  readonly isWhole: boolean
  readonly violation: Violation | undefined
}

export interface Violation {
  readonly what: string
  /** One of the shortest ways there. */
  readonly trace: readonly string[]
}

/** Visits every state that a scenario can come to, nearest first, until a promise is broken. */
export async function explore(scenario: Scenario, statesLimit = 400_000): Promise<Exploration> {
  const distrusted = new Set<string>()
  for (;;) {
    const model = modelOf(scenario, distrusted)
    const exploration = await visitAll(model, statesLimit)
    const mistakes = model.mistakes()
    if (exploration.violation || mistakes.length === 0) return exploration
    for (const mistake of mistakes) distrusted.add(mistake)
  }
}

async function visitAll(model: Model, statesLimit: number): Promise<Exploration> {
  const search: Search = { model, judge: judgeOf(model), visited: visitedStates() }
  const { visited } = search
  let frontier = (await beginnings(model)).flatMap(
    (state, which) => visited.add(state, { from: undefined, which }) ?? [],
  )
  let broken: BrokenAt | undefined
  while (frontier.length > 0 && !broken && visited.count() <= statesLimit) {
    const next: Reached[] = []
    for (const reached of frontier) {
      broken = await visitNext(search, reached, next)
      if (broken || visited.count() > statesLimit) break
    }
    frontier = next
  }
  const violation = broken && { what: broken.what, trace: await retold(model, visited.wayTo(broken.origin)) }
  return { states: visited.count(), isWhole: frontier.length === 0 && !violation, violation }
}

interface Search {
  readonly model: Model
  readonly judge: Judge
  readonly visited: Visited
}

interface BrokenAt {
  readonly what: string
  readonly origin: Origin
}

/** Adds the new ones among a state's successors, unless one breaks a promise. */
async function visitNext(
  { model, judge, visited }: Search,
  { state, number, origin }: Reached,
  next: Reached[],
): Promise<BrokenAt | undefined> {
  const all = await successors(model, state)
  const end = all.length === 0 ? judge.ofEnd(state) : undefined
  if (end) return { what: end, origin }
  for (const [which, { move, state: after }] of all.entries()) {
    const step = { from: number, which }
    const reached = visited.add(after, step)
    // An answer is judged each time that it is given, though it may have led to the same state before.
    const what = judge.ofAnswer(after, move.process) ?? (reached && (await judge.ofState(after)))
    if (what) return { what, origin: step }
    if (reached) next.push(reached)
  }
  return undefined
}

/** Goes the way again and says what happens. */
async function retold(model: Model, [first = 0, ...way]: readonly number[]): Promise<string[]> {
  let state = (await beginnings(model))[first]
  const trace: string[] = []
  for (const which of way) {
    const successor = state && (await successors(model, state))[which]
    if (!state || !successor) throw new Error('The way cannot be gone again.')
    trace.push(told(model, state, successor))
    state = successor.state
  }
  return trace
}
