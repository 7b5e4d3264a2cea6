/** Numbers for things, from 0: the same for the same text, so that a state is a few numbers. */
export interface Numbering<T> {
  readonly all: readonly T[]
  numberOf(thing: T): number
}

export function numbering<T>(textOf: (thing: T) => string): Numbering<T> {
  const all: T[] = []
  const numbers = new Map<string, number>()
  return {
    all,
    numberOf(thing) {
      const text = textOf(thing)
      const number = numbers.get(text) ?? all.push(thing) - 1
      numbers.set(text, number)
      return number
    },
  }
}
