import * as z from 'zod'
import type { Progress } from '../../infra/local/demo/progress.ts'
import type { LocalStack } from '../../infra/local/stack.ts'
import { approvedRequests } from '../harness/payout-requests.ts'
import { functionOf } from '../journeys/harness/faults.ts'
import { newOrganizationOn } from '../journeys/harness/organization.ts'

/** One POST /payout-request-batches, as its client saw it. */
export interface Creation {
  readonly situation: string
  readonly status: number
  readonly milliseconds: number
}

/** What is asked for at the same time, of 2000 free requests. */
interface Situation {
  readonly name: string
  readonly bodies: (ids: readonly string[]) => readonly object[]
  /** No function has been called for a while. */
  readonly cold?: boolean
}

const SIZE = 1000
const HALVES = [0, SIZE]

const byIds = (ids: readonly string[], from: number) => ({ payoutRequestIds: ids.slice(from, from + SIZE) })
const FILTER = { filter: 'status:approved' }

const SITUATIONS: readonly Situation[] = [
  { name: 'by ids, alone', bodies: (ids) => [byIds(ids, 0)] },
  { name: 'by ids, two at once', bodies: (ids) => HALVES.map((from) => byIds(ids, from)) },
  { name: 'by ids, two at once, cold', bodies: (ids) => HALVES.map((from) => byIds(ids, from)), cold: true },
  { name: 'by ids, two that want the same', bodies: (ids) => HALVES.map(() => byIds(ids, 0)) },
  { name: 'by filter, alone', bodies: () => [FILTER] },
  { name: 'by filter, two at once', bodies: () => [FILTER, FILTER] },
]

/** Every situation so many times, in turn; each begins with its requests free again, and nothing else under way. */
export async function measureCreations(
  stack: LocalStack,
  rounds: number,
  progress: Progress,
): Promise<Creation[]> {
  const { ids, post, freeAll } = await newClient(stack)
  await Promise.all(HALVES.map((from) => post(byIds(ids, from)))) // starts the functions
  const step = progress.step('Batches created', rounds * SITUATIONS.length)
  const creations: Creation[] = []
  for (let round = 0; round < rounds; round++)
    for (const { name, bodies, cold } of SITUATIONS) {
      await freeAll()
      await stack.quiet()
      if (cold) COLD_FUNCTIONS.forEach(stack.kill)
      const answers = await Promise.all(bodies(ids).map(post))
      creations.push(...answers.map((answer) => ({ situation: name, ...answer })))
      step.advance()
    }
  step.end()
  return creations
}

const COLD_FUNCTIONS = ['authorizer/authorizer', 'payout-request-batches/create'].map(functionOf)

const Batches = z.array(z.object({ id: z.string() }))

async function newClient(stack: LocalStack) {
  const { url, apiKey, table } = await newOrganizationOn(stack)
  const requests = await approvedRequests(table, 2 * SIZE, (i) => ({ customerId: `cus_${i % 700}` }))
  const batchesUrl = `${url}/payout-request-batches`
  const headers = { 'REB-APIKEY': apiKey, 'Content-Type': 'application/json' }
  return {
    ids: requests.map(({ id }) => id),
    async post(body: object) {
      const began = performance.now()
      const response = await fetch(batchesUrl, { method: 'POST', headers, body: JSON.stringify(body) })
      await response.text()
      return { status: response.status, milliseconds: performance.now() - began }
    },
    async freeAll() {
      const listed = await fetch(`${batchesUrl}?limit=1000`, { headers })
      for (const { id } of Batches.parse(await listed.json()))
        await fetch(`${batchesUrl}/${id}`, { method: 'DELETE', headers })
    },
  }
}
