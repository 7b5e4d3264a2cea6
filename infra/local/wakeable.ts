import { setTimeout as pause } from 'node:timers/promises'
import type { Activity } from './activity.ts'

/** A loop that works as long as there is work, sleeps, and is woken when there may be more. */
export interface WakeableLoop {
  wake(): void
  stop(): void
}

/**
 * `work` does some of what there is to do and says whether it found any. While a wake has not been answered by a
 * look that found nothing, the loop counts as active. `gatherMs`: how long it lets more come before it looks.
 */
export function startLoop(
  activity: Activity,
  work: () => Promise<boolean>,
  options: {
    readonly idleMs: number
    readonly gatherMs?: number
    readonly onError: (error: unknown) => void
  },
): WakeableLoop {
  const state = { stopped: false, woken: false }
  let ended: (() => void) | undefined
  let rouse = () => {}

  const sleep = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, options.idleMs)
      rouse = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const loop = async () => {
    while (!state.stopped) {
      state.woken = false
      const found = await work().catch((error: unknown) => {
        if (!state.stopped) options.onError(error)
        return false
      })
      if (found || state.woken) continue
      ended?.()
      ended = undefined
      if (!state.stopped) await sleep()
      if (options.gatherMs !== undefined && !state.stopped) await pause(options.gatherMs)
    }
  }
  const wake = () => {
    state.woken = true
    ended ??= activity.begin()
    rouse()
  }
  wake()
  void loop()
  return {
    wake,
    stop() {
      state.stopped = true
      ended?.()
      rouse()
    },
  }
}
