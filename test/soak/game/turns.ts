import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate as nextRound } from 'node:timers/promises'
import { vi } from 'vitest'
import type { FaultPlan } from '../../../infra/local/endpoint/faults.ts'
import { oneOf } from './choosing.ts'

/** One call of an endpoint or of the sweeper: an executor with faults of its own, which may stop for ever. */
export interface Player {
  readonly faults: FaultPlan
  /** Makes a call to AWS when it is this player's turn. */
  take<T>(call: () => Promise<T | typeof STOPPED>): Promise<T>
}

/** What a call comes to with which its player stops. */
export const STOPPED = Symbol('stopped')

/** Whoever makes a call to AWS; nobody outside of a game. */
export const playing = new AsyncLocalStorage<Player>()

export interface Turns {
  /** What the work of a player comes to. */
  play<T>(faults: FaultPlan, work: () => Promise<T>): Promise<T | typeof STOPPED>
  /** Gives turns until this has ended and nobody waits for one; `leaps` is how likely an hour passes between two. */
  goOnUntil(ended: Promise<unknown>, leaps: number): Promise<void>
}

interface Turn {
  readonly player: Player
  readonly go: () => Promise<void>
}

/** How often another than the last one is next: many a player shall rest while others do much. */
const CHANGE_OF_TURN = 0.3

const LONGEST_CALL_MILLISECONDS = 20

/** Longer than any lease. */
export const AN_HOUR = 3_600_000

/**
 * Players whose calls to AWS are made one after the other, in an order that chance decides; the clock goes on as fake
 * timers do, so nobody ever waits and the same numbers give the same game.
 */
export function takingTurns(random: () => number): Turns {
  const stopped = new Set<Player>()
  let waiting: Turn[] = []
  let last: Player | undefined

  function next(): Turn | undefined {
    const own = waiting.filter(({ player }) => player === last)
    const turn = oneOf(own.length > 0 && random() > CHANGE_OF_TURN ? own : waiting, random)
    waiting = waiting.filter((one) => one !== turn)
    last = turn?.player
    return turn
  }

  function stop(player: Player): void {
    stopped.add(player)
    waiting = waiting.filter((turn) => turn.player !== player)
  }

  return {
    play<T>(faults: FaultPlan, work: () => Promise<T>) {
      const { promise: end, resolve: endNow } = Promise.withResolvers<typeof STOPPED>()
      const player: Player = {
        faults,
        take: (call) =>
          new Promise((resolve, reject) => {
            const go = async () => {
              const outcome = await call()
              if (outcome !== STOPPED) return resolve(outcome)
              stop(player)
              endNow(STOPPED)
            }
            if (!stopped.has(player)) waiting.push({ player, go: () => go().catch(reject) })
          }),
      }
      return Promise.race([playing.run(player, work), end])
    },

    async goOnUntil(ended, leaps) {
      let isOver = false
      const over = ended.finally(() => {
        isOver = true
      })
      for (;;) {
        await nextRound() // whoever was answered comes to the next call or pause before that
        const turn = next()
        if (turn) {
          if (random() < leaps) vi.setSystemTime(Date.now() + AN_HOUR)
          vi.advanceTimersByTime(Math.floor(random() * LONGEST_CALL_MILLISECONDS))
          await turn.go()
        } else if (isOver) return void (await over)
        else if (vi.getTimerCount() > 0) vi.advanceTimersToNextTimer()
        else throw new Error('Nobody can go on.')
      }
    },
  }
}
