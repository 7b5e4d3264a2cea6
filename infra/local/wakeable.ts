import { setTimeout as pause } from 'node:timers/promises'
import type { Activity } from './activity.ts'

/** A loop that works as long as there is work, sleeps, and is woken when there may be more. */
export interface WakeableLoop {
  wake(): void
  stop(): void
}

export interface LoopOptions {
  /** How long it sleeps when nobody wakes it. */
  readonly idleMs: number
  /** How long it lets more come before it looks. */
  readonly gatherMs?: number
  readonly onError: (error: unknown) => void
}

/**
 * `work` does some of what there is to do and says whether it found any. While a wake has not been answered by a
 * look that found nothing, the loop counts as active.
 */
export function startLoop(
  activity: Activity,
  work: () => Promise<boolean>,
  options: LoopOptions,
): WakeableLoop {
  const state: LoopState = { stopped: false, woken: false, ended: undefined, rouse: () => {} }
  const wake = () => {
    state.woken = true
    state.ended ??= activity.begin()
    state.rouse()
  }
  wake()
  void run(state, work, options)
  return {
    wake,
    stop() {
      state.stopped = true
      state.ended?.()
      state.rouse()
    },
  }
}

interface LoopState {
  stopped: boolean
  woken: boolean
  ended: (() => void) | undefined
  rouse: () => void
}

async function run(state: LoopState, work: () => Promise<boolean>, options: LoopOptions): Promise<void> {
  while (!state.stopped) {
    state.woken = false
    const found = await work().catch((error: unknown) => {
      if (!state.stopped) options.onError(error)
      return false
    })
    if (found || state.woken) continue
    state.ended?.()
    state.ended = undefined
    await sleep(state, options)
  }
}

async function sleep(state: LoopState, { idleMs, gatherMs }: LoopOptions): Promise<void> {
  if (state.stopped) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, idleMs)
    state.rouse = () => {
      clearTimeout(timer)
      resolve()
    }
  })
  if (gatherMs !== undefined) await pause(gatherMs)
}
