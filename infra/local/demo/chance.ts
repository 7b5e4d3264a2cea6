export const oneOf = <T>(choices: readonly [T, ...T[]], random: () => number): T =>
  choices[Math.floor(random() * choices.length)] ?? choices[0]

/** A whole number, both bounds included. */
export const between = (from: number, to: number, random: () => number): number =>
  from + Math.floor(random() * (to - from + 1))
