/** Runs tasks side by side, those of one lane one after the other. */
export interface Lanes {
  /** Resolves when there is room for another; rejects when a task has failed. */
  add(lane: string, task: () => Promise<void>): Promise<void>
  /** Resolves when nothing runs any more; rejects when a task has failed. */
  drained(): Promise<void>
}

/** After a task has failed, none begins any more. */
export function lanes(limit: number): Lanes {
  const last = new Map<string, Promise<void>>()
  const running = new Set<Promise<void>>()
  const failures: unknown[] = []

  const refuseFailed = () => {
    if (failures.length > 0) throw failures[0]
  }
  const run = async (task: () => Promise<void>) => {
    if (failures.length > 0) return
    await task().catch((error: unknown) => failures.push(error))
  }
  return {
    async add(lane, task) {
      while (running.size >= limit) await Promise.race(running)
      refuseFailed()
      const done = (last.get(lane) ?? Promise.resolve()).then(() => run(task))
      last.set(lane, done)
      running.add(done)
      void done.then(() => {
        running.delete(done)
        if (last.get(lane) === done) last.delete(lane)
      })
    },
    async drained() {
      await Promise.all(running)
      refuseFailed()
    },
  }
}
