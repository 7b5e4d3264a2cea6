import { vi } from 'vitest'
import type { Setting } from '../game/stage.ts'
import { AN_HOUR, STOPPED, type Turns, takingTurns } from '../game/turns.ts'
import { FAIR, type Fate, fateIn, newWeather, type Weather } from '../game/weather.ts'
import { wrongIn } from './answers.ts'
import { askFor } from './asking.ts'
import { nextOperation } from './callers.ts'
import { type Ending, endingOf, lastSightings } from './endings.ts'
import { type History, named, newHistory, type Operation, told } from './history.ts'
import { membershipIn } from './membership.ts'
import { newWorld, type World } from './world.ts'

export interface Outcome {
  readonly wrong: readonly string[]
  /** What is wrong and all that happened. */
  readonly story: string
}

interface Run {
  readonly world: World
  readonly history: History
  readonly turns: Turns
  readonly weather: Weather
  readonly random: () => number
}

const MOST_CALLERS = 5
const MOST_OPERATIONS_EACH = 4

/**
 * Callers side by side create batches, add to them, take out of them, delete them and sweep, while calls to AWS fail
 * and executors stop. Then nothing goes wrong any more, all leases end, and the sweeper comes once.
 */
export async function mixedRun({ table, random }: Setting): Promise<Outcome> {
  const world = await newWorld(table, random)
  const history = newHistory()
  const run: Run = { world, history, random, turns: takingTurns(random), weather: newWeather(random) }
  const callers = Array.from({ length: 2 + Math.floor(random() * (MOST_CALLERS - 1)) }, () => caller(run))
  await run.turns.goOnUntil(Promise.all(callers), run.weather.leaps)

  const later = Date.now() + AN_HOUR
  vi.clearAllTimers() // of those who have stopped; turns the clock back as well
  vi.setSystemTime(later)
  await run.turns.goOnUntil(play(run, { does: 'sweep' }, fateIn(FAIR, random)), 0)
  const wrong = judged(run, await undisturbed(run, () => endingOf(world, history)))
  return { wrong, story: named([...wrong, '', ...told(history)].join('\n'), world.requests) }
}

/** Who finds something wrong may pause, and needs the clock for that. */
async function undisturbed<T>({ turns, random }: Run, work: () => Promise<T>): Promise<T> {
  const done = turns.play(fateIn(FAIR, random).faults, work)
  await turns.goOnUntil(done, 0)
  const outcome = await done
  if (outcome === STOPPED) throw new Error('Nothing was to stop this.')
  return outcome
}

async function caller(run: Run): Promise<void> {
  const { world, history, random, weather } = run
  const operations = 1 + Math.floor(random() * MOST_OPERATIONS_EACH)
  for (let i = 0; i < operations; i++)
    await play(run, nextOperation(world, history, random), fateIn(weather, random))
}

async function play({ turns, history }: Run, operation: Operation, { faults, strikes }: Fate): Promise<void> {
  const from = history.now()
  const answer = await turns.play(faults, () => askFor(operation))
  if (answer === STOPPED) history.add({ operation, from, to: Number.POSITIVE_INFINITY, strikes: strikes() })
  else history.add({ operation, from, to: history.now(), answer, strikes: strikes() })
}

function judged({ world, history }: Run, ending: Ending): string[] {
  const heardOf = history.played.flatMap(({ operation, answer }) => [
    ...('batch' in operation ? [operation.batch] : []),
    ...(JSON.stringify(answer?.body)?.match(/preq_batch_\w+/g) ?? []),
  ])
  const batches = [...new Set([...heardOf, ...ending.members.keys()])]
  const membership = membershipIn(world, history, lastSightings(batches, ending))
  const known = { world, history, membership, batches }
  return [
    ...ending.wrong,
    ...membership.contradictions(batches),
    ...history.played.flatMap((one) => wrongIn(known, one)),
  ]
}
