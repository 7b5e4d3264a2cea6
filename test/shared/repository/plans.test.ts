import { randomBytes } from 'node:crypto'
import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PlannedMember } from '../../../shared/domain/planned-member.ts'
import { planKey } from '../../../shared/repository/run-keys.ts'
import {
  demandPlan,
  keepPlan,
  PLAN_ROWS_BYTES_LIMIT,
  thePlan,
} from '../../../shared/repository/runs/plans.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTestTable()
})
afterAll(() => table.stop())

const rules = { gateways: [], order: ['payment-card'], policy: 'largest-exposure' as const }
const NOON = '2026-01-01T12:00:00.000Z'
const LATER = '2026-01-01T12:00:01.000Z'

/** What no packing makes smaller. */
const member = (i: number, bytes: number): PlannedMember => ({
  payoutRequestId: `pout_req_${i}`,
  customerId: 'cus_1',
  currency: 'EUR',
  amountMinor: 10_00n,
  availableBeforeMinor: 10_00n,
  allocationCount: 0,
  periodLeft: new Map(i % 2 === 0 ? [] : [['gw_1', 5n]]),
  fingerprint: randomBytes(bytes).toString('base64url'),
  decision: {
    outcome: 'not-allocated',
    reason: 'no-capacity',
    legs: [],
    unallocatedMinor: 10_00n,
    candidates: [],
  },
  errorId: i === 7 ? 'error-7' : null,
})

async function itemsOf(organization: string, planHash: string) {
  const { Items = [] } = await table.as(organization).client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': planKey(organization, 'preq_batch_1', planHash, 0).pk },
    }),
  )
  return Items
}

it.each([
  ['none', 0, 0, 1],
  ['few', 10, 16, 1],
  ['1000 that take a megabyte', 1000, 1000, 4],
])('of %s it takes items that DynamoDB takes, and is read as it was kept', async (_, count, bytes, items) => {
  const desk = table.as(`org_${count}`)
  const plan = { batchId: 'preq_batch_1', planHash: 'hash' }
  const members = Array.from({ length: count }, (_, i) => member(i, bytes))
  await keepPlan(desk, plan, { members, rules, expiresTime: NOON }, [])
  const kept = await itemsOf(desk.organization, 'hash')
  expect(kept.map(({ rows }) => rows.length <= PLAN_ROWS_BYTES_LIMIT)).toEqual(Array(items).fill(true))
  expect([...(await thePlan(desk, plan)).values()]).toEqual(members)
})

it('is kept longer when it is made again, and never shorter', async () => {
  const desk = table.as('org_longer')
  const plan = { batchId: 'preq_batch_1', planHash: 'hash' }
  const members = [member(1, 16)]
  await keepPlan(desk, plan, { members, rules, expiresTime: NOON }, [])
  await keepPlan(desk, plan, { members, rules, expiresTime: LATER }, [])
  await expect(keepPlan(desk, plan, { members, rules, expiresTime: NOON }, [])).rejects.toThrow(
    'changed meanwhile',
  )
  await demandPlan(desk, plan, new Date(NOON))
  await expect(demandPlan(desk, plan, new Date(LATER))).rejects.toThrow('no such plan')
})

it('that broke off in the middle is none', async () => {
  const desk = table.as('org_half')
  const plan = { batchId: 'preq_batch_1', planHash: 'hash' }
  const members = Array.from({ length: 1000 }, (_, i) => member(i, 1000))
  const broken = { key: planKey('org_half', 'x', 'y', 0), put: {}, when: [() => 'attribute_exists(pk)'] }
  await expect(keepPlan(desk, plan, { members, rules, expiresTime: NOON }, [broken])).rejects.toThrow()
  expect((await itemsOf('org_half', 'hash')).length).toBeGreaterThan(1)
  await expect(demandPlan(desk, plan, new Date(0))).rejects.toThrow('no such plan')
})
