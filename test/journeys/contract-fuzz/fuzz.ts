import fc from 'fast-check'
import { seededRandom } from '../../../infra/local/random.ts'
import type { JourneyDesk } from '../harness/desk.ts'
import { allowedCalls, type FuzzCall } from './calls.ts'
import type { ApiOperation } from './described-api.ts'
import { mutated } from './mutations.ts'
import { planOf } from './plan.ts'
import { asCurl } from './sending.ts'
import { type Judged, type Stage, stageOn } from './stage.ts'
import { newTally, type Tally } from './tally.ts'

export interface Fuzzed {
  readonly tally: Tally
  /** One text for each kind of thing that went wrong, with what repeats it. */
  readonly wrong: readonly string[]
}

/** Enough to mend. */
const WRONG_LIMIT = 20

/** Makes so many calls in an organization of its own; the same seed makes the same choices. */
export async function fuzz(
  desk: JourneyDesk,
  { seed, calls }: { readonly seed: number; readonly calls: number },
): Promise<Fuzzed> {
  const stage = await stageOn(desk)
  const tally = newTally()
  const random = seededRandom(seed)
  const wrong = new Map<string, string>()
  for (const [at, operation] of planOf(stage.document.operations, calls, random).entries()) {
    const { first, failure } = await oneCall(operation, Math.floor(random() * 2 ** 31), stage)
    if (first) tally.add(operation.id, first.answer.status)
    if (!failure) continue
    const kind = `${operation.id} ${failure.wrong[0]?.replaceAll(/\d+/g, '#')}`
    wrong.set(kind, `SEED=${seed}, call ${at + 1}\n${told(failure, stage)}`)
    if (wrong.size === WRONG_LIMIT) break
  }
  stage.stop()
  return { tally, wrong: [...wrong.values()] }
}

interface Failure extends Judged {
  readonly call: FuzzCall
}

/** Of tries to make a failing call smaller. */
const TRIES_LIMIT = 100

/** Makes one call; where something is wrong with it, finds the smallest like it of which the same is true. */
async function oneCall(
  operation: ApiOperation,
  seed: number,
  stage: Stage,
): Promise<{ readonly first: Judged | undefined; readonly failure?: Failure }> {
  let first: Judged | undefined
  let last: Judged | undefined
  let tries = 0
  const property = fc.asyncProperty(callsOf(operation, stage), async (call) => {
    tries += 1
    if (tries > TRIES_LIMIT) return true
    last = await stage.judged(call)
    first ??= last
    return last.wrong.length === 0
  })
  const { counterexample } = await fc.check(property, { seed, numRuns: 1 })
  const [call] = counterexample ?? []
  if (!call) return { first }
  const judged = await stage.judged(call)
  return { first, failure: { call, ...(judged.wrong.length > 0 || !first ? judged : first) } }
}

function callsOf(operation: ApiOperation, stage: Stage): fc.Arbitrary<FuzzCall> {
  const { document, checks, pools } = stage
  const calls = mutated(allowedCalls(operation, { document, pools, allowsBody: checks.allowsBody }), pools)
  const repeatable = stage.repeatable.filter((call) => call.operation === operation)
  if (repeatable.length === 0) return calls
  return fc.oneof({ weight: 9, arbitrary: calls }, { weight: 1, arbitrary: fc.constantFrom(...repeatable) })
}

const told = ({ call, answer, wrong }: Failure, { url }: Stage): string =>
  [
    `${call.operation.id}: ${wrong.join('; ')}`,
    `mutated: ${call.mutations.map((one) => one.slice(0, 200)).join(', ') || 'not at all'}`,
    asCurl(url, call),
    `answered ${answer.status} ${answer.text.slice(0, 1_000)}`,
  ].join('\n')
