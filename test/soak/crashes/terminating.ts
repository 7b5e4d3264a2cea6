import { expect } from 'vitest'
import { seededRandom } from '../../../infra/local/random.ts'
import type { JourneyDesk, JourneyOrganization } from '../../journeys/harness/desk.ts'
import { functionOf } from '../../journeys/harness/faults.ts'
import type { Attempt } from './attempts.ts'
import { OPERATIONS, type Operation } from './operations.ts'
import { expectWhole, freeAll, type Known, naming, newKnown } from './organization.ts'

interface Scene {
  readonly desk: JourneyDesk
  readonly us: JourneyOrganization
  readonly known: Known
}

/** Ends the worker of each operation at one of its calls, early ones and late ones in turn, and looks, so many times. */
export async function terminateAgainAndAgain(
  desk: JourneyDesk,
  { requests, rounds, seed }: { requests: number; rounds: number; seed: number },
): Promise<string> {
  const random = seededRandom(seed)
  const us = await desk.newOrganization()
  const scene = { desk, us, known: await newKnown(us, requests) }
  const operations = Object.entries(OPERATIONS)
  const told: string[] = []
  for (const [name, operation] of operations) {
    const calls = await naming(name, callsOf(scene, operation))
    const turns = Math.ceil(rounds / operations.length)
    for (let turn = 0; turn < turns; turn++) {
      const call = 1 + Math.floor(((turn + random()) / turns) * calls)
      const kind = random() < 0.5 ? 'terminated-before' : 'terminated-after'
      const what = `${name}, ${kind} call ${call} of ${calls}`
      told.push(`${what}: ${await naming(what, terminated(scene, operation, { kind, call }))}`)
    }
  }
  return told.join('\n')
}

/** How many calls it makes when nobody ends it. */
async function callsOf({ desk, us, known }: Scene, operation: Operation): Promise<number> {
  const before = desk.stack.counts.snapshot()
  const attempts = await (await operation.prepare(us, known, desk.stack))()
  const name = functionOf(`payout-request-batches/${operation.file}`)
  const made = desk.stack.counts.since(before).functions[name]?.requests ?? {}
  await lookedAt({ desk, us, known }, operation, attempts)
  return Object.values(made).reduce((sum, times) => sum + times, 0)
}

async function terminated(
  { desk, us, known }: Scene,
  operation: Operation,
  strike: { kind: 'terminated-before' | 'terminated-after'; call: number },
): Promise<string> {
  const perform = await operation.prepare(us, known, desk.stack)
  const name = functionOf(`payout-request-batches/${operation.file}`)
  const crash = desk.stack.faults.inject({ ...strike, function: name })
  const attempts = await perform()
  crash.remove()
  const crashed = attempts.filter(({ status = 0 }) => status >= 500)
  expect(crashed.length).toBeGreaterThanOrEqual(crash.strikes())
  return lookedAt({ desk, us, known }, operation, attempts)
}

/** What became of it, in a word; all requests are free then. */
async function lookedAt(
  { desk, us, known }: Scene,
  operation: Operation,
  attempts: readonly Attempt[],
): Promise<string> {
  const sweep = () => desk.stack.invoke(functionOf('background/sweep'), {})
  await expectWhole(us, known, attempts, sweep)
  await operation.check?.(us, known)
  const became = attempts.map(({ status }) => status).join(' and ')
  const left = [...known.batches.values()].map(({ length }) => length).join(' and ') || 'none'
  await freeAll(us, known)
  return `answered ${became}, batches of ${left} afterwards`
}
