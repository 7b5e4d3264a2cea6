/** Knows whether anything is under way: a call, a record, a message, an execution. */
export interface Activity {
  /** Something has begun; the answer is to be called once when it has ended. */
  begin(): () => void
  /** Resolves as soon as nothing is under way. Who hands work on begins the next step before ending its own. */
  idle(): Promise<void>
}

export function watchActivity(): Activity {
  let underWay = 0
  let waiting: (() => void)[] = []
  const end = () => {
    underWay -= 1
    if (underWay > 0) return
    const told = waiting
    waiting = []
    for (const tell of told) tell()
  }
  return {
    begin() {
      underWay += 1
      let ended = false
      return () => {
        if (!ended) end()
        ended = true
      }
    },
    idle: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  }
}
