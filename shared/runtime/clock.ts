export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** How long a call may go on waiting and retrying; what it asks for is pauses, what it gets is an end. */
export interface Patience {
  /** Waits about so long, with full jitter; false, without waiting, when the time is over. */
  pause(milliseconds: number): Promise<boolean>
}

/** Rules §1: waiting for others, retries on conflict and stale reads share one budget. */
export function patience(budgetMilliseconds: number): Patience {
  const end = performance.now() + budgetMilliseconds
  return {
    async pause(milliseconds) {
      const wait = Math.random() * milliseconds
      if (performance.now() + wait > end) return false
      await new Promise((resolve) => setTimeout(resolve, wait))
      return true
    },
  }
}
