export const oneOf = <T>(all: readonly T[], random: () => number): T | undefined =>
  all[Math.floor(random() * all.length)]

/** In any order, few more often than many. */
export function some<T>(all: readonly T[], most: number, random: () => number): T[] {
  const count = 1 + Math.floor(random() ** 2 * Math.min(most, all.length))
  return all
    .map((one) => ({ one, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .slice(0, count)
    .map(({ one }) => one)
}
