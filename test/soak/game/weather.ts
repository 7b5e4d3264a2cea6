import { type FaultKind, type FaultPlan, planFaults } from '../../../infra/local/endpoint/faults.ts'

/** How likely which faults are in one run. */
export interface Weather {
  readonly probabilities: ReadonlyMap<FaultKind, number>
  readonly crashes: number
  /** How likely an hour passes between two calls: then leases end whose executors are alive. */
  readonly leaps: number
}

export const FAIR: Weather = { probabilities: new Map(), crashes: 0, leaps: 0 }

const KINDS: readonly FaultKind[] = [
  'conflict',
  'throttling',
  'throttled-transaction',
  'exceeded-transaction',
  'lost-request',
  'lost-answer',
  'unprocessed',
]

/** Each kind is missing in half of the runs, so that none hides another; some runs have none at all. */
export function newWeather(random: () => number): Weather {
  if (random() < 0.1) return FAIR
  const probability = () => (random() < 0.5 ? 0 : 0.02 + 0.2 * random() ** 2)
  return {
    probabilities: new Map(KINDS.map((kind) => [kind, probability()])),
    crashes: random() < 0.4 ? 0 : 0.6 * random(),
    leaps: random() < 0.5 ? 0 : 0.1 * random(),
  }
}

export interface Fate {
  readonly faults: FaultPlan
  /** How many calls something befell until now. */
  readonly strikes: () => number
}

/** Most operations make about so many. */
const CALLS = 12

/** What befalls one operation. */
export function fateIn({ probabilities, crashes }: Weather, random: () => number): Fate {
  const faults = planFaults(Math.floor(random() * 2 ** 32))
  const injected = [...probabilities]
    .filter(([, probability]) => probability > 0)
    .map(([kind, probability]) => faults.inject({ kind, probability }))
  if (random() < crashes) {
    const kind = random() < 0.5 ? 'terminated-before' : 'terminated-after'
    injected.push(faults.inject({ kind, call: 1 + Math.floor(random() * CALLS) }))
  }
  return { faults, strikes: () => injected.reduce((sum, one) => sum + one.strikes(), 0) }
}
