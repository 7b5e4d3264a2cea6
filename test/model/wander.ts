import type { Violation } from './explorer.ts'
import { judgeOf } from './judge.ts'
import { beginnings, type Model, modelOf } from './model.ts'
import { type Successor, successors } from './moves.ts'
import { randomBy } from './random.ts'
import type { Scenario } from './scenario.ts'
import { told } from './words.ts'

export interface Wandering {
  readonly walks: number
  readonly steps: number
  /** With the seed of the walk that found it. */
  readonly violation: (Violation & { readonly seed: number }) | undefined
}

/** Goes at random where there are too many states to visit all: so many walks from beginning to end, by seed. */
export async function wander(
  scenario: Scenario,
  options: { seed: number; walks: number },
): Promise<Wandering> {
  let steps = 0
  let model = modelOf(scenario)
  for (let walk = 0; walk < options.walks; walk++) {
    // What one walk finds out is of use to the next, until it is too much to keep.
    if (walk % WALKS_PER_MODEL === 0) model = modelOf(scenario, new Set(model.mistakes()))
    const seed = options.seed + walk
    const { trace, what } = await walked(model, randomBy(seed))
    steps += trace.length
    if (what) return { walks: walk + 1, steps, violation: { what, seed, trace: trace.map((step) => step()) } }
  }
  return { walks: options.walks, steps, violation: undefined }
}

const WALKS_PER_MODEL = 500

interface Walk {
  readonly trace: readonly (() => string)[]
  readonly what: string | undefined
}

async function walked(model: Model, random: () => number): Promise<Walk> {
  const judge = judgeOf(model)
  const trace: (() => string)[] = []
  const starts = await beginnings(model)
  let state = starts[Math.floor(random() * starts.length)]
  let favourite = 0
  while (state) {
    const all = await successors(model, state)
    if (all.length === 0) return { trace, what: judge.ofEnd(state) }
    // One process goes on for a while before another does: crashes and long pauses are as likely as a fair turn.
    if (random() < CHANGE_OF_TURN) favourite = Math.floor(random() * state.stages.length)
    const before = state
    const next = chosen(all, favourite, random)
    trace.push(() => told(model, before, next))
    const what = judge.ofAnswer(next.state, next.move.process) ?? (await judge.ofState(next.state))
    if (what) return { trace, what }
    state = next.state
  }
  return { trace, what: undefined }
}

const CHANGE_OF_TURN = 0.3

/** Mishaps have a fifth of the chance of what goes well. */
const MISHAP = 0.2

function chosen(all: readonly Successor[], favourite: number, random: () => number): Successor {
  const his = all.filter(({ move }) => move.process === favourite)
  const choices = his.length > 0 ? his : all
  const weights = choices.map(({ move }) => (move.how === 'heard' || move.how === 'reading' ? 1 : MISHAP))
  let place = random() * weights.reduce((sum, weight) => sum + weight, 0)
  const found = choices.find((_, i) => (place -= weights[i] ?? 0) < 0) ?? choices.at(-1)
  if (!found) throw new Error('There is nowhere to go.')
  return found
}
