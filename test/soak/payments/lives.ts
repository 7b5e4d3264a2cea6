import fc from 'fast-check'
import { seededRandom } from '../../../infra/local/random.ts'
import type { FrontedDesk } from '../../harness/fronted-desk.ts'
import { FAIR, newWeather } from '../game/weather.ts'
import { checkBooks, checkNothingIsOpen, checkRequests } from './checks.ts'
import { courses } from './commands.ts'
import { allocationsOf, deliver, dueIn, GATEWAYS, type Life, look, newLife, order, sweep } from './life.ts'

/** Runs so many courses of things and judges where each ends. A failure prints the seed and the shortest course. */
export const liveThrough = (
  desk: FrontedDesk,
  runs: Pick<fc.Parameters, 'seed' | 'numRuns' | 'endOnFailure'>,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(courses, weathers, async (course, weather) => {
      desk.endpoint.faults.clear()
      const life = await newLife(desk, weather)
      await fc.asyncModelRun(() => ({ model: {}, real: life }), course)
      desk.endpoint.faults.clear()
      await comeToRest({ ...life, weather: FAIR })
      await checkBooks(life)
      await checkRequests(life)
      await checkNothingIsOpen(life)
    }),
    runs,
  )

/** What DynamoDB does to those who work, until everything is to come to rest. */
const weathers = fc.oneof(
  fc.constant(FAIR),
  fc.nat().map((seed) => newWeather(seededRandom(seed))),
)

/** Rounds until rest: a crash comes again after six minutes, an unknown payment within the hour. */
const ROUNDS_LIMIT = 40

/** Nobody stands in the way any more; what no gateway will ever tell, a person does. */
async function comeToRest(life: Life): Promise<void> {
  life.world.stop(false)
  await processAll(life)
  for (let round = 0; round < ROUNDS_LIMIT; round++) {
    while (dueIn(life).length > 0)
      await Promise.all(
        dueIn(life)
          .slice(0, 4)
          .map((message) => deliver(life, message)),
      )
    if (round > 3) await resolveByHand(life)
    const unrest = (await allocationsOf(life)).filter(({ status }) =>
      ['queued', 'processing', 'waiting-completion'].includes(status),
    )
    if (unrest.length === 0 && life.world.queue.length === 0) return
    life.world.pass(round % 2 === 0 ? 20 : 700)
    await sweep(life)
  }
  throw new Error('It does not come to rest.')
}

/** What a gateway contradicted stays blocked. */
async function processAll(life: Life): Promise<void> {
  for (const id of GATEWAYS)
    await life.ask('gateway-accounts/patch', { id, body: { readyToPayoutInstruction: 'all' } })
  for (const { id } of life.requests) {
    const { request, allocations } = await look(life, id)
    if (request.blockReason === 'risk-review') continue
    await life.ask('payout-requests/patch', { id, body: { blocked: false } })
    const allocationIds = allocations.map((allocation) => allocation.id)
    if (allocationIds.length === 0) continue
    await life.ask('payout-request-allocations/process', { body: { allocationIds } })
    for (const allocation of allocationIds) order(life, allocation, 1)
  }
}

async function resolveByHand(life: Life): Promise<void> {
  for (const { status, amountMinor, transactionId } of await allocationsOf(life))
    if (status === 'processing' && amountMinor % 100n === 98n && transactionId !== null)
      await life.ask('transactions/update', { id: transactionId, body: { result: 'abandoned' } })
}
