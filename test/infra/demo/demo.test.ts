import { expect, it } from 'vitest'
import * as z from 'zod'
import { demoWorld, requestsOf } from '../../../infra/local/demo/world.ts'
import { run } from './children.ts'

const count = z.int().min(1)

const Line = z.strictObject({
  requests: count,
  allocated: count,
  partiallyAllocated: count,
  notAllocated: count,
  create: z.strictObject({ ms: count, dynamodbRequests: count, writeUnits: count }),
  autoAllocate: z.strictObject({
    ms: count,
    dynamodbRequests: count,
    writeUnits: count,
    readUnits: count,
    stateTransitions: count,
  }),
  fulfilled: count,
  declined: count,
  reallocated: count,
  paidByCurrency: z.record(z.string(), z.number()),
})

const REQUESTS = 120
const SEED = 3

const PATIENCE_MILLISECONDS = 240_000 // it builds and synthesizes first

it('allocates what its world allows and says in one line what that took', {
  timeout: PATIENCE_MILLISECONDS,
}, async () => {
  const demo = run([
    process.execPath,
    'infra/local/demo.ts',
    `--requests=${REQUESTS}`,
    `--seed=${SEED}`,
    '--json',
  ])
  expect(await demo.end, await demo.stderr).toBe(0)
  const stdout = await demo.stdout
  const line = Line.parse(JSON.parse(stdout))
  expect(stdout.trim().split('\n')).toHaveLength(1)

  const world = demoWorld({ requests: REQUESTS, seed: SEED, now: new Date() })
  const promised = Map.groupBy(requestsOf(world), ({ outcome }) => outcome)
  expect(line).toMatchObject({
    requests: REQUESTS,
    allocated: promised.get('allocated')?.length,
    partiallyAllocated: promised.get('partially-allocated')?.length,
    notAllocated: promised.get('not-allocated')?.length,
  })
  // A claim takes two write units for the item and one in an index; a leg is an item with its own entry.
  expect(line.create.writeUnits).toBeGreaterThanOrEqual(2 * REQUESTS)
  expect(line.create.dynamodbRequests).toBeLessThan(15)
  expect(line.autoAllocate.writeUnits).toBeGreaterThanOrEqual(4 * line.allocated)
  expect(line.autoAllocate.dynamodbRequests).toBeLessThan(60)
  expect(line.autoAllocate.stateTransitions).toBeLessThan(12)
  // Who was allocated in full is paid in full, but for those whose gateway refused or took back its word.
  expect(line.fulfilled).toBeGreaterThan(line.allocated * 0.8)
  expect(line.fulfilled).toBeLessThanOrEqual(line.allocated)
})
