import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runAdmin } from '../../infra/admin/run.ts'
import { allocationKey, batchKey } from '../../shared/repository/keys.ts'
import { done } from './harness/client.ts'
import { type JourneyOrganization, type OwnDesk, startDesk } from './harness/desk.ts'
import { functionOf } from './harness/faults.ts'
import { allocationOf, approvedRequest, newBatch, payableCustomer } from './harness/steps.ts'

/** A record of the stream that a reader cannot take is set aside and told of, and those behind it are read. */

let desk: OwnDesk
let us: JourneyOrganization

beforeAll(async () => {
  desk = await startDesk()
  us = await desk.newOrganization()
  await payableCustomer(us.call)
})
afterAll(() => desk.stop())

const ORDERS = functionOf('background/orders')

async function dead(command: string): Promise<any> {
  const words = ['dead-letters', ...command.split(' '), '--json', '--endpoint', desk.stack.awsEndpoint]
  return JSON.parse((await runAdmin(words)).out)
}

/** A payment that is told to go on; its order is read after whatever is in the stream by now. */
async function payment(): Promise<() => Promise<any>> {
  const { id } = await approvedRequest(us.call, { amount: 7 })
  const allocation = await done(us.call('POST /payout-request-allocations', { body: allocationOf(id, 7) }))
  const body = { allocationIds: [allocation.id] }
  await done(us.call('POST /payout-request-allocations/process', { body }))
  return () => done(us.call(`GET /payout-requests/${id}`))
}

it('an item that no reader understands becomes a dead letter, and payments before and after it are made', async () => {
  const before = await payment()
  const key = allocationKey(us.id, 'preq_poison', 1)
  const Item = { ...key, type: 'allocation', version: 1, status: 'queued', amountMinor: 'a lot' }
  const { client, name } = us.table
  await client.send(new BatchWriteCommand({ RequestItems: { [name]: [{ PutRequest: { Item } }] } }))
  const after = await payment()
  await desk.stack.quiet()

  expect([await before(), await after()]).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }])
  for (const reader of ['orders', 'announcements']) {
    const { messages } = await dead(`read ${reader}`)
    expect(messages).toMatchObject([{ key, version: 1 }])
    const failed = desk.log.filter(
      (one) =>
        one.function === functionOf(`background/${reader}`) && one.line.includes('A stream record failed'),
    )
    expect(failed.map(({ line }) => line)).toEqual([expect.stringContaining(key.pk)])
  }
})

it('a record of which the reader dies is left in the bucket, and payments before and after it are made', async () => {
  const { id } = await newBatch(us.call, 2)
  const { remove, strikes } = desk.stack.faults.inject({
    kind: 'terminated-before',
    function: ORDERS,
    action: 'states:StartExecution',
  })
  const before = await payment()
  const headers = { Prefer: 'respond-async' }
  await done(us.call(`POST /payout-request-batches/${id}/auto-allocate`, { headers }))
  const after = await payment()
  await desk.stack.quiet()
  remove()

  expect([await before(), await after()]).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }])
  expect(strikes()).toBeGreaterThan(8)
  const bucket = desk.stack.description.buckets[0]?.name ?? ''
  const [object, another] = await desk.stack.objectsIn(bucket)
  expect(another).toBeUndefined()
  expect(JSON.parse(object?.body ?? '{}')).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted' },
    DDBStreamBatchInfo: { batchSize: 1 },
  })

  const { payload } = JSON.parse(object?.body ?? '{}')
  expect(payload).toContain(batchKey(us.id, id).pk)
  expect(await desk.stack.invoke(ORDERS, JSON.parse(payload))).toEqual({ batchItemFailures: [] })
  await desk.stack.quiet()
  expect(await done(us.call(`GET /payout-request-batches/${id}`))).toMatchObject({
    status: 'completed',
    successCount: 2,
  })
})
