/** Runs tasks side by side, those of one lane one after the other. */
export interface Lanes {
  /** Resolves when there is room for another; rejects when a task has failed. */
  add(lane: string, task: () => Promise<void>): Promise<void>
  /** Resolves when nothing runs any more; rejects when a task has failed. */
  drained(): Promise<void>
}

/** At most so many are begun or wait for their lane; after a task has failed, none begins any more. */
export function lanes(limit: number): Lanes {
  const last = new Map<string, Promise<void>>()
  const present = new Set<Promise<void>>()
  const failures: unknown[] = []

  const refuseFailed = () => {
    if (failures.length > 0) throw failures[0]
  }
  const run = async (before: Promise<void> | undefined, task: () => Promise<void>) => {
    await before
    if (failures.length === 0) await task().catch((error: unknown) => failures.push(error))
  }
  const follow = async (lane: string, done: Promise<void>) => {
    await done
    present.delete(done)
    if (last.get(lane) === done) last.delete(lane)
  }
  return {
    async add(lane, task) {
      while (present.size >= limit) await Promise.race(present)
      refuseFailed()
      const done = run(last.get(lane), task)
      last.set(lane, done)
      present.add(done)
      void follow(lane, done)
    },
    async drained() {
      await Promise.all(present)
      refuseFailed()
    },
  }
}
