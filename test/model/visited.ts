import { type State, textOf } from './states.ts'

/** A state that was reached, its number, and how it was reached first. */
export interface Reached {
  readonly state: State
  readonly number: number
  readonly origin: Origin
}

/** The how-manieth successor of which state; of none: the how-manieth beginning. */
export interface Origin {
  readonly from: number | undefined
  readonly which: number
}

export interface Visited {
  /** Undefined when the same state was reached before. */
  add(state: State, origin: Origin): Reached | undefined
  count(): number
  /** Which beginning, and then which successor each time: the way on which a step was first taken. */
  wayTo(origin: Origin): number[]
}

export function visitedStates(): Visited {
  const seen = new Set<string>()
  const origins: Origin[] = []
  return {
    add(state, origin) {
      const text = textOf(state)
      if (seen.has(text)) return undefined
      seen.add(text)
      return { state, number: origins.push(origin) - 1, origin }
    },
    count: () => seen.size,
    wayTo(origin) {
      const way: number[] = []
      for (let at: Origin | undefined = origin; at; at = at.from === undefined ? undefined : origins[at.from])
        way.unshift(at.which)
      return way
    },
  }
}
