import { marshall } from '@aws-sdk/util-dynamodb'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { Allocation } from '../../../shared/domain/allocation.ts'
import { allocationItem } from '../../../shared/repository/allocation-item.ts'
import { allocationKey } from '../../../shared/repository/keys.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { newStage, type Stage } from '../paying/stage.ts'

const sent = vi.hoisted(() => ({ orders: [] as unknown[] }))
vi.mock('../../../functions/paying/sending-orders.ts', () => ({
  sendOrder: async (order: unknown) => void sent.orders.push(order),
}))

let desk: TestDesk
let stage: Stage
let allocation: Allocation
let handler: (event: any) => Promise<unknown>
beforeAll(async () => {
  desk = await startTestDesk()
  stage = await newStage(desk)
  allocation = (await stage.found((await stage.allocation(5_00n)).id)).allocation
  handler = (await import('../../../functions/background/orders.ts')).handler
})
afterAll(() => desk.stop())
afterEach(() => sent.orders.splice(0))

const image = (version: number, fields: Partial<Allocation>) => {
  const { organization, table } = stage
  const key = allocationKey(organization, allocation.payoutRequestId, allocation.number)
  return marshall({ ...key, ...allocationItem(table, { ...allocation, ...fields, version }) })
}

const SENDING = { status: 'processing', transactionStatus: 'sending', transactionId: 'txn_1' } as const

it.each<[string, Partial<Allocation>, Partial<Allocation>, number]>([
  ['became queued', { status: 'pending' }, { status: 'queued' }, 1],
  ['was set to processing by a person', { status: 'pending' }, SENDING, 1],
  ['was taken by the worker', { status: 'queued' }, SENDING, 0],
  ['went back to pending', { status: 'queued' }, { status: 'pending' }, 0],
  ['is unknown', SENDING, { ...SENDING, transactionStatus: 'timeout' }, 0],
  ['was completed', SENDING, { status: 'completed' }, 0],
])('an allocation that %s', async (_, before, after, orders) => {
  const record = { dynamodb: { OldImage: image(1, before), NewImage: image(2, after) } }
  await handler({ Records: [record] })
  const order = { organizationId: stage.organization, allocationId: allocation.id }
  expect(sent.orders).toEqual(Array.from({ length: orders }, () => order))
})
