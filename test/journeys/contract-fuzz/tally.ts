/** How often each operation was answered with which class of status. */
export interface Tally {
  add(operation: string, status: number, times?: number): void
  /** Those of these operations that were never answered so. */
  without(kind: keyof typeof KINDS, operations: readonly string[]): string[]
  /** What another has counted, as well. */
  addAll(other: Tally): void
  readonly statuses: ReadonlyMap<string, ReadonlyMap<number, number>>
  toString(): string
}

const KINDS = {
  calls: () => true,
  successes: (status: number) => status < 300,
  refusals: (status: number) => status >= 400,
}

export function newTally(): Tally {
  const statuses = new Map<string, Map<number, number>>()
  const has = (operation: string, is: (status: number) => boolean) =>
    [...(statuses.get(operation)?.keys() ?? [])].some(is)
  const add: Tally['add'] = (operation, status, times = 1) => {
    const counts = statuses.get(operation) ?? new Map<number, number>()
    statuses.set(operation, counts.set(status, (counts.get(status) ?? 0) + times))
  }
  return {
    add,
    addAll(other) {
      for (const [operation, counts] of other.statuses)
        for (const [status, times] of counts) add(operation, status, times)
    },
    statuses,
    without: (kind, operations) => operations.filter((one) => !has(one, KINDS[kind])),
    toString: () =>
      [...statuses]
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([operation, counts]) => {
          const told = [...counts]
            .toSorted(([a], [b]) => a - b)
            .map(([status, count]) => `${count} × ${status}`)
          return `${operation.padEnd(42)} ${told.join(', ')}`
        })
        .join('\n'),
  }
}
