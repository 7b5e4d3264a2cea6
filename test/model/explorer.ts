import { type Judge, judgeOf } from './judge.ts'
import { beginnings, type Model, modelOf } from './model.ts'
import { type Move, successors } from './moves.ts'
import type { Broken, Scenario } from './scenario.ts'
import { type State, textOf } from './states.ts'
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
  const judge = judgeOf(model)
  const seen = new Set<string>()
  const origins: Origin[] = []
  let frontier: Found[] = []
  const visit = (state: State, origin: Origin): Found | undefined => {
    const text = textOf(state)
    if (seen.has(text)) return undefined
    seen.add(text)
    origins.push(origin)
    return { state, number: origins.length - 1 }
  }
  const broken = async (what: string, number: number): Promise<Exploration> => ({
    states: seen.size,
    isWhole: false,
    violation: { what, trace: await retold(model, wayTo(origins, number)) },
  })

  for (const [which, state] of (await beginnings(model)).entries()) {
    const found = visit(state, { from: undefined, which })
    if (found) frontier.push(found)
  }
  while (frontier.length > 0) {
    const next: Found[] = []
    for (const { state, number } of frontier) {
      const all = await successors(model, state)
      const end = all.length === 0 ? judge.ofEnd(state) : undefined
      if (end) return broken(end, number)
      for (const [which, successor] of all.entries()) {
        const found = visit(successor.state, { from: number, which })
        if (!found) continue
        const what = await judged(judge, successor.state, successor.move)
        if (what) return broken(what, found.number)
        next.push(found)
      }
      if (seen.size > statesLimit) return { states: seen.size, isWhole: false, violation: undefined }
    }
    frontier = next
  }
  return { states: seen.size, isWhole: true, violation: undefined }
}

interface Found {
  readonly state: State
  readonly number: number
}

/** How a state was first reached: the how-manieth successor of which. */
interface Origin {
  readonly from: number | undefined
  readonly which: number
}

export const judged = async (judge: Judge, state: State, move: Move): Promise<Broken> =>
  judge.ofAnswer(state, move.process) ?? judge.ofState(state)

function wayTo(origins: readonly Origin[], number: number): number[] {
  const way: number[] = []
  for (let at: number | undefined = number; at !== undefined; at = origins[at]?.from)
    way.unshift(origins[at]?.which ?? 0)
  return way
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
