import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { RETRIES_SECONDS, RETRY_DELAYS_SECONDS } from '../../../shared/domain/delivery.ts'
import type { Key } from '../../../shared/repository/keys.ts'
import { queryAll } from '../../../shared/repository/read.ts'
import { deliveryKey } from '../../../shared/repository/webhook-keys.ts'
import { deliveringWorld, requestEvent } from '../../harness/delivering.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { meddledWith } from '../../harness/meddling.ts'
import { newStage, type Stage, status } from './stage.ts'

let desk: TestDesk
let stage: Stage

beforeAll(async () => {
  desk = await startTestDesk()
})
beforeEach(async () => {
  stage = await newStage(desk)
})
afterEach(() => stage.receiver.stop())
afterAll(() => desk.stop())

const shown = async (id: string) => (await stage.ask('webhooks/get', { id })).body
const statuses = async (id: string) => (await stage.log(id)).map(({ status }: any) => status)
const pausedOnes = async () =>
  (await stage.ask('attention/get')).body.concerns.filter(({ kind }: any) => kind === 'webhook-paused')
const idsReceived = () => stage.receiver.calls.map(({ headers }) => headers['webhook-id'])

/** Every retry there is, one after the other. */
async function exhausted(): Promise<void> {
  for (const seconds of RETRY_DELAYS_SECONDS) await stage.passing(seconds)
}

it('pauses a webhook that says it is gone, and shows it among what somebody should look at', async () => {
  const { id } = await stage.webhook()
  expect(await pausedOnes()).toMatchObject([{ count: 0, reason: null }])
  stage.receiver.answers = status(410)
  await stage.happens()
  expect(stage.receiver.calls).toHaveLength(1)
  expect(await shown(id)).toMatchObject({ status: 'inactive', pauseReason: 'gone' })
  expect(await statuses(id)).toEqual(['failed'])
  const [concern] = await pausedOnes()
  expect(concern).toMatchObject({ reason: 'gone', count: 1, totalAmountByCurrency: [] })
  expect(concern.oldestTime).toBe((await shown(id)).pausedTime)
})

it('pauses a webhook that has taken nothing for a whole round of retries', async () => {
  const { id } = await stage.webhook()
  stage.receiver.answers = status(500)
  await stage.happens()
  await stage.passing(RETRIES_SECONDS / 2)
  expect(await shown(id)).toMatchObject({ status: 'active', pausedTime: null })
  await exhausted()
  expect(await shown(id)).toMatchObject({ status: 'inactive', pauseReason: 'retries-exhausted' })
  expect(stage.receiver.calls).toHaveLength(RETRY_DELAYS_SECONDS.length + 1)
})

it('gives up one event that the receiver will not have, and goes on with those that it takes', async () => {
  const { id } = await stage.webhook()
  stage.receiver.answers = (answer, { body }) =>
    void answer.writeHead(body.includes('evt_poison') ? 400 : 200).end()
  await stage.happens({ id: `evt_poison_${stage.organization}` })
  await stage.happens()
  await exhausted()
  expect((await statuses(id)).toSorted()).toEqual(['delivered', 'failed'])
  expect(await shown(id)).toMatchObject({ status: 'active', pausedTime: null, pauseReason: null })
})

it('holds what happens while it is paused, and delivers it once it is active again, with what failed', async () => {
  const { id } = await stage.webhook()
  stage.receiver.answers = status(410)
  const gone = await stage.happens()
  const missed = [await stage.happens(), await stage.happens()]
  expect(stage.receiver.calls).toHaveLength(1)
  expect((await statuses(id)).toSorted()).toEqual(['failed', 'held', 'held'])

  stage.receiver.answers = status(200)
  const resumed = await stage.ask('webhooks/patch', { id, body: { status: 'active' } })
  expect(resumed.body).toMatchObject({ status: 'active', pausedTime: null, pauseReason: null })
  await stage.passing(180)
  expect(idsReceived().slice(1).toSorted()).toEqual([gone, ...missed].map((event) => event.id).toSorted())
  expect(new Set(await statuses(id))).toEqual(new Set(['delivered']))
  expect(await pausedOnes()).toMatchObject([{ count: 0 }])
})

it('loses nothing that is on its way while its owner has it inactive, and keeps nothing that happens then', async () => {
  const { id } = await stage.webhook()
  stage.receiver.answers = status(500)
  const before = await stage.happens()
  await stage.ask('webhooks/patch', { id, body: { status: 'inactive' } })
  await stage.happens()
  await stage.passing(5)
  expect(await statuses(id)).toEqual(['held'])
  expect(stage.receiver.calls).toHaveLength(1)

  stage.receiver.answers = status(200)
  await stage.ask('webhooks/patch', { id, body: { status: 'active' } })
  await stage.passing(180)
  expect(idsReceived()).toEqual([before.id, before.id])
})

it('is not held by a worker that saw it paused and was overtaken by its being made active', async () => {
  const { id } = await stage.webhook()
  stage.receiver.answers = status(410)
  await stage.happens()
  stage.receiver.answers = status(200)
  await stage.world.tell(requestEvent(stage.organization))
  const orders = stage.world.queue.splice(0).map(({ order }) => order)
  const place = { webhookId: id, occurredTime: '', eventId: '' }
  const held = deliveryKey(stage.organization, place).pk
  let isOvertaken = false
  const { table } = meddledWith(stage.table, async (touches) => {
    if (isOvertaken || !touches((await pendingIn(held))[0] ?? { pk: '', sk: '' })) return
    isOvertaken = true
    await stage.ask('webhooks/patch', { id, body: { status: 'active' } })
    await stage.passing(180)
  })
  const slow = deliveringWorld(table)
  for (const order of orders) await slow.work(order)
  await slow.run()
  await stage.passing(1200)
  expect(isOvertaken).toBe(true)
  expect(new Set(await statuses(id))).toEqual(new Set(['delivered']))
})

/** The keys of what is on its way to a webhook. */
async function pendingIn(pk: string): Promise<Key[]> {
  const items = await queryAll(stage.table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ConsistentRead: true,
  })
  return items.filter((item) => item.status === 'pending').map((item) => ({ pk, sk: String(item.sk) }))
}

it('stays paused when something else of it is changed', async () => {
  const { id } = await stage.webhook()
  stage.receiver.answers = status(410)
  await stage.happens()
  const patched = await stage.ask('webhooks/patch', { id, body: { filter: 'currency:EUR' } })
  expect(patched.body).toMatchObject({ status: 'inactive', pauseReason: 'gone' })
})

it('delivers nothing that is on its way once the webhook is deleted', async () => {
  const { id } = await stage.webhook()
  stage.receiver.answers = status(500)
  await stage.happens()
  expect((await stage.ask('webhooks/delete', { id })).status).toBe(204)
  await exhausted()
  expect(stage.receiver.calls).toHaveLength(1)
  expect(stage.world.queue).toEqual([])
})
