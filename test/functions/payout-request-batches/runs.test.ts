import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { encodeDecision } from '../../../shared/domain/auto-allocation/trace.ts'
import { replay } from '../../../shared/domain/replay.ts'
import { batchKey } from '../../../shared/repository/keys.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { unpacked } from '../../../shared/repository/packed.ts'
import { queryAll } from '../../../shared/repository/read.ts'
import { theRunInput } from '../../../shared/repository/runs/input.ts'
import { rowsOfRun } from '../../../shared/repository/runs/parts.ts'
import { executeRun } from '../../harness/batch-run.ts'
import { type Ask, startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { askedRun, finishedRun } from '../../harness/runs.ts'
import { threeCustomers } from './three-customers.ts'

let desk: TestDesk

beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())
afterEach(() => {
  vi.useRealTimers()
})

const moreOfBert = (ask: Ask) =>
  ask('transactions/create', {
    body: {
      type: 'sale',
      result: 'approved',
      amount: 50,
      currency: 'JPY',
      customerId: 'cus_bert',
      paymentInstrumentId: 'inst_bert_2',
      gatewayAccountId: 'gw_1',
    },
  })

it('runs again over what is unallocated only; counts and earlier results are of the members, not of the run', async () => {
  const { ask, table, ids, id } = await threeCustomers(desk)
  const first = await finishedRun(ask, table, id)
  expect((await moreOfBert(ask)).status).toBe(201)
  const second = await finishedRun(ask, table, id)

  const { body: batch } = await ask('payout-request-batches/get', { id })
  expect(batch).toMatchObject({ status: 'completed', successCount: 1, failureCount: 2, run: { id: second } })
  expect(batch.run.allocatedAmountByCurrency).toEqual([
    { currency: 'EUR', amount: 0 },
    { currency: 'JPY', amount: 50 },
  ])

  const told = async (query: Record<string, string>) =>
    (await ask('payout-request-batches/outcomes', { id, query })).body.map(
      (row: { outcome: string; availableBefore: number; allocatedAmount: number }) => [
        row.outcome,
        row.availableBefore,
        row.allocatedAmount,
      ],
    )
  expect(await told({})).toEqual([
    ['already-allocated', 0, 0],
    ['partially-allocated', 200, 50],
    ['not-allocated', 1, 0],
  ])
  expect(await told({ run: first })).toEqual([
    ['allocated', 12.34, 12.34],
    ['partially-allocated', 500, 300],
    ['not-allocated', 1, 0],
  ])
  const bert = await ask('payout-requests/get', { id: ids[1] ?? '' })
  expect(bert.body).toMatchObject({ availableAmount: 150 })
  expect(bert.body.allocations.map((one: { runId: string }) => one.runId)).toEqual([first, second])
})

it('lists every run, newest first, with its status, what it came to and who started it', async () => {
  const { ask, table, id } = await threeCustomers(desk)
  const runs = async (query: Record<string, string> = {}) =>
    (await ask('payout-request-batches/runs', { id, query })).body
  expect(await runs()).toEqual([])
  const first = await finishedRun(ask, table, id)
  const { body: afterFirst } = await ask('payout-request-batches/get', { id })
  const outcomesOf = (run: string) => [
    {
      rel: 'outcomes',
      href: expect.stringMatching(new RegExp(`/payout-request-batches/${id}/outcomes\\?run=${run}$`)),
    },
  ]
  const firstShown = { ...afterFirst.run, status: 'completed', _links: outcomesOf(first) }
  expect(await runs()).toEqual([firstShown])

  const second = await askedRun(ask, id)
  const noOutcome = {
    allocated: 0,
    'already-allocated': 0,
    'partially-allocated': 0,
    'not-allocated': 0,
    fault: 0,
  }
  const secondShown = {
    id: second,
    status: 'processing',
    startedBy: 'usr_test',
    startedTime: expect.any(String),
    finishedTime: null,
    planHash: null,
    outcomeCounts: noOutcome,
    allocatedAmountByCurrency: [],
    unallocatedAmountByCurrency: [],
    _links: outcomesOf(second),
  }
  expect(firstShown).toMatchObject({
    startedBy: 'usr_test',
    outcomeCounts: { ...noOutcome, allocated: 1, 'partially-allocated': 1, 'not-allocated': 1 },
  })
  expect(await runs()).toEqual([secondShown, firstShown])
  expect(await runs({ filter: 'status:completed' })).toEqual([firstShown])
  expect(await runs({ limit: '1', offset: '1' })).toEqual([firstShown])

  await executeRun(table, id, second)
  const third = await finishedRun(ask, table, id)
  expect((await runs()).map((run: { id: string }) => run.id)).toEqual([third, second, first])
})

it('decides again from what lies in the table, byte for byte, what it has decided', async () => {
  const { ask, table, id } = await threeCustomers(desk)
  const run = { batchId: id, runId: await finishedRun(ask, table, id) }
  const parts = (await itemsOf(table, id)).filter(({ type }) => type === 'run-part')
  const input = await theRunInput(table, run)
  const again = parts.flatMap((part) => replay(input, unpacked(part.rows)))
  const decisions = (await rowsOfRun(table, run)).map(({ decision }) => decision)
  expect(again.map((one) => one && encodeDecision(one))).toEqual(decisions.map(encodeDecision))
  expect(decisions.map(({ legs }) => legs.length)).toEqual([1, 1, 0])
})

const itemsOf = (table: OrganizationTable, batch: string) =>
  queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': batchKey(table.organization, batch).pk },
  })

it('keeps runs and all that belongs to them for 13 months', async () => {
  const { ask, table, ids, id } = await threeCustomers(desk)
  const started = new Date()
  const first = await finishedRun(ask, table, id)
  await finishedRun(ask, table, id)

  const end = new Date(started)
  end.setUTCMonth(end.getUTCMonth() + 13)
  const items = await itemsOf(table, id)
  const kept = items.filter(({ type }) => String(type).startsWith('run'))
  expect(kept.map(({ type }) => type).toSorted()).toEqual([
    'run',
    'run-input',
    'run-input',
    'run-part',
    'run-part',
  ])
  for (const { expiresAt } of kept) {
    expect(Number(expiresAt)).toBeGreaterThanOrEqual(Math.floor(end.getTime() / 1000))
    expect(Number(expiresAt)).toBeLessThan(end.getTime() / 1000 + 300)
  }

  const statuses = async () => [
    (await ask('payout-request-batches/outcomes', { id, query: { run: first } })).status,
    (await ask('payout-request-batches/outcomes', { id })).status,
    (await ask('payout-request-batches/outcome', { id, path: { payoutRequestId: ids[0] ?? '' } })).status,
    (await ask('payout-request-batches/runs', { id })).body.length,
  ]
  vi.useFakeTimers({ toFake: ['Date'], now: end.getTime() - 60_000 })
  expect(await statuses()).toEqual([200, 200, 200, 2])
  vi.setSystemTime(end.getTime() + 300_000)
  expect(await statuses()).toEqual([404, 404, 404, 0])
})
