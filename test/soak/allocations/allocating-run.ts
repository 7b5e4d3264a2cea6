import { vi } from 'vitest'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import type { Setting } from '../game/stage.ts'
import { AN_HOUR, STOPPED, type Turns, takingTurns } from '../game/turns.ts'
import { FAIR, type Fate, fateIn, newWeather, type Weather } from '../game/weather.ts'
import { askFor } from './asking.ts'
import { nextAsked } from './callers.ts'
import { acting, type Deed, isDone, type RunReference, type StepAsked, type Try, told } from './deeds.ts'
import { wrongInDeeds } from './effects.ts'
import { wrongInTheEnd } from './endings.ts'
import { execute, pause } from './executions.ts'
import { stepJudge } from './promises.ts'
import { newStory, type Story } from './story.ts'
import { newWorld, type World } from './world.ts'

export interface Outcome {
  readonly wrong: readonly string[]
  /** What is wrong and all that happened. */
  readonly story: string
  /** How many deeds of each kind were done. */
  readonly done: Readonly<Record<string, number>>
}

interface Run {
  readonly world: World
  readonly story: Story
  readonly deeds: Deed[]
  /** What was wrong with a write as it was done. */
  readonly wrong: string[]
  readonly turns: Turns
  readonly weather: Weather
  readonly random: () => number
  /** All that goes on: callers, and executions that their doings start. */
  readonly going: Promise<unknown>[]
}

const MOST_CALLERS = 7
const MOST_DEEDS_EACH = 5

/** How often a deed is a change of a gateway account, in runs where there are any. */
const CHANGES = 0.15

/**
 * Callers side by side allocate by hand and automatically, run batches, cancel, pay, dispute and change gateway
 * accounts, while calls to AWS fail and executors stop. Then nothing goes wrong any more and runs that lost their
 * executions are executed again. Every write is judged as it is done, and all in the end.
 */
export async function allocatingRun({ table, random, watch }: Setting): Promise<Outcome> {
  const run = await newRun(table, random)
  const { world, story, deeds, turns, weather, going } = run
  watch(story.witness)
  const changes = random() < 0.4 ? 0 : CHANGES
  for (let i = 2 + Math.floor(random() * (MOST_CALLERS - 1)); i > 0; i--) going.push(caller(run, changes))
  await turns.goOnUntil(allOf(going), weather.leaps)

  const later = Date.now() + AN_HOUR
  vi.clearAllTimers() // of those who have stopped; turns the clock back as well
  vi.setSystemTime(later)
  await fairly(run, () => finish(run))
  const inTheEnd = await fairly(run, () => wrongInTheEnd(world, story, deeds))
  const wrong = [...run.wrong, ...wrongInDeeds(deeds, story), ...inTheEnd]
  return { wrong, story: named([...wrong, '', ...told(deeds)].join('\n'), world), done: doneOf(deeds) }
}

async function newRun(table: OrganizationTable, random: () => number): Promise<Run> {
  const world = await newWorld(table, random)
  const deeds: Deed[] = []
  const wrong: string[] = []
  const going: Promise<unknown>[] = []
  const judge = stepJudge(world, deeds)
  const started = new Set<string>()
  const story = await newStory(table, (step, now) => {
    wrong.push(...judge(step, now))
    for (const [id, { reference }] of now.runs) {
      if (!started.has(id)) going.push(...executions(run, reference))
      started.add(id)
    }
  })
  const turns = takingTurns(random)
  const run = { world, story, deeds, wrong, turns, weather: newWeather(random), random, going }
  return run
}

function doneOf(deeds: readonly Deed[]): Outcome['done'] {
  const done = deeds.filter(({ tries }) => tries.some(isDone))
  return Object.fromEntries(
    [...Map.groupBy(done, ({ asked }) => asked.does)].map(([does, all]) => [does, all.length]),
  )
}

/** Also what begins meanwhile. */
async function allOf(going: Promise<unknown>[]): Promise<void> {
  for (let next = going.shift(); next; next = going.shift()) await next
}

/** How often a caller who has no answer, or a fault, asks again with the same key. */
const AGAIN = 0.7
const TRIES = 3

async function caller(run: Run, changes: number): Promise<void> {
  const { world, story, deeds, random, weather } = run
  for (let i = 1 + Math.floor(random() * MOST_DEEDS_EACH); i > 0; i--) {
    await pause(random() * 50)
    const asked = nextAsked({ world, story, random }, changes)
    const deed: Deed = { asked, key: random() < 0.8 ? `key-${Math.floor(random() * 1e9)}` : null, tries: [] }
    deeds.push(deed)
    for (let tries = 0; tries < TRIES; tries++) {
      const { answer } = await attempt(run, deed, fateIn(weather, random))
      if ((answer && answer.status < 500) || deed.key === null || random() > AGAIN) break
    }
  }
}

async function attempt({ turns, story }: Run, deed: Deed, { faults, strikes }: Fate): Promise<Try> {
  const made: Try = { deed, from: story.now(), to: Number.POSITIVE_INFINITY, strikes: 0 }
  deed.tries.push(made)
  const answer = await acting.run(made, () => turns.play(faults, () => askFor(deed.asked, deed.key)))
  made.to = story.now()
  made.strikes = strikes()
  if (answer !== STOPPED) made.answer = answer
  return made
}

const stepAttempt = (run: Run, weather: Weather) => (asked: StepAsked) => {
  const deed: Deed = { asked, key: null, tries: [] }
  run.deeds.push(deed)
  return attempt(run, deed, fateIn(weather, run.random))
}

/** The execution that the order starts, sometimes another beside it, and a sweeper who has given both up. */
function executions(run: Run, reference: RunReference): Promise<unknown>[] {
  const { random, weather } = run
  const step = stepAttempt(run, weather)
  const late = async (work: () => Promise<unknown>) => {
    await pause(random() * 1_000)
    await work()
  }
  return [
    execute(reference, step, random),
    ...(random() < 0.3 ? [late(() => execute(reference, step, random))] : []),
    ...(random() < 0.1 ? [late(() => step({ does: 'fail', run: reference }))] : []),
  ]
}

/** As the sweeper has it: runs without an end are executed again, and nothing befalls them. */
async function finish(run: Run): Promise<void> {
  for (const { reference, endedAt } of run.story.runs.values())
    if (endedAt === Number.POSITIVE_INFINITY) await execute(reference, stepAttempt(run, FAIR), () => 1)
}

async function fairly<T>({ turns, random }: Run, work: () => Promise<T>): Promise<T> {
  const done = turns.play(fateIn(FAIR, random).faults, work)
  await turns.goOnUntil(done, 0)
  const outcome = await done
  if (outcome === STOPPED) throw new Error('Nothing was to stop this.')
  return outcome
}

/** With ids as people read them: `r3` is the fourth request, `B1` the second batch. */
function named(text: string, { requests, batches }: World): string {
  const names = new Map([
    ...requests.map(({ id }, i): [string, string] => [id.slice(0, -2), `r${i}`]),
    ...[...batches.keys()].map((id, i): [string, string] => [id, `B${i}`]),
  ])
  let read = text
  for (const [id, name] of names) read = read.replaceAll(id, name)
  return read
}
