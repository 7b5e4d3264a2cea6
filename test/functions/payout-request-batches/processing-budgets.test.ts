import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FrontedDesk, startFrontedDesk } from '../../harness/fronted-desk.ts'
import { finishedRun } from '../../harness/runs.ts'
import { account, card, giveInstruments, openAccounts } from '../../harness/world.ts'
import { batchesOn } from './members.ts'

/** What it may cost to have 1000 allocations paid, or canceled; 50 requests, each with its allocation, fit a transaction. */

let desk: FrontedDesk
beforeAll(async () => {
  desk = await startFrontedDesk()
})
afterAll(() => desk.stop())

const COUNT = 1000
const customerOf = (i: number) => `cus_${i % 100}`

/** A batch of 1000 requests, each allocated with one leg. */
async function allocated() {
  const { ask, organization, requests, create } = batchesOn(desk)
  const table = desk.table.as(organization)
  await openAccounts(table, account('gw_1'))
  await giveInstruments(
    table,
    ...Array.from({ length: 100 }, (_, i) => card(customerOf(i), `card_${customerOf(i)}`)),
  )
  const { id } = await create(await requests(COUNT, (i) => ({ customerId: customerOf(i) })))
  await finishedRun(ask, table, id)
  const statuses = async (): Promise<string[]> => {
    const query = { filter: `batchId:${id}`, limit: String(COUNT) }
    return (await ask('payout-request-allocations/list', { query })).body.map(
      ({ status }: { status: string }) => status,
    )
  }
  return { ask, id, statuses }
}

const everyone = (status: string) => Array.from({ length: COUNT }, () => status)

it('a batch of 1000 is told to be paid in 50 requests, and told again in 30 that write next to nothing', async () => {
  const { ask, id, statuses } = await allocated()
  const { answer, cost } = await desk.costOf(() => ask('payout-request-batches/process', { id }))
  expect(answer.status).toBe(200)
  expect(await statuses()).toEqual(everyone('queued'))
  expect(cost.dynamodbRequests).toBeLessThanOrEqual(50)
  expect(cost.tableWriteUnits).toBeLessThanOrEqual(4 * COUNT + 50)
  expect(cost.indexWriteUnits).toBeLessThanOrEqual(2 * COUNT)
  const again = await desk.costOf(() => ask('payout-request-batches/process', { id }))
  expect(again.cost.dynamodbRequests).toBeLessThanOrEqual(30)
  expect(again.cost.tableWriteUnits).toBeLessThanOrEqual(50)
})

it('1000 ids are told to be paid in 45 requests', async () => {
  const { ask, id, statuses } = await allocated()
  const query = { filter: `batchId:${id}`, limit: String(COUNT) }
  const listed = await ask('payout-request-allocations/list', { query })
  const body = { allocationIds: listed.body.map((one: { id: string }) => one.id) }
  const { answer, cost } = await desk.costOf(() => ask('payout-request-allocations/process', { body }))
  expect(answer.status).toBe(204)
  expect(await statuses()).toEqual(everyone('queued'))
  expect(cost.dynamodbRequests).toBeLessThanOrEqual(45)
  expect(cost.tableWriteUnits).toBeLessThanOrEqual(4 * COUNT)
  expect(cost.indexWriteUnits).toBeLessThanOrEqual(2 * COUNT)
})

it('the allocations of a batch of 1000 are canceled in 140 requests, customer by customer', async () => {
  const { ask, id, statuses } = await allocated()
  const { answer, cost } = await desk.costOf(() => ask('payout-request-batches/cancel-allocations', { id }))
  expect(answer.status).toBe(200)
  expect(await statuses()).toEqual(everyone('canceled'))
  expect(cost.dynamodbRequests).toBeLessThanOrEqual(140)
  expect(cost.tableWriteUnits).toBeLessThanOrEqual(4 * COUNT + 300)
  expect(cost.indexWriteUnits).toBeLessThanOrEqual(COUNT)
})
