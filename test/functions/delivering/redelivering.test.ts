import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { redeliver } from '../../../functions/delivering/redeliver.ts'
import { requestEvent } from '../../harness/delivering.ts'
import { newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'
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

const idsReceived = () => stage.receiver.calls.map(({ headers }) => headers['webhook-id'])

/** An hour apart, in this order; all delivered. */
async function threeEvents() {
  const hours = ['10', '11', '12'].map((hour) => `2026-11-20T${hour}:00:00.000Z`)
  const events = []
  for (const occurredTime of hours) events.push(await stage.happens({ occurredTime }))
  stage.receiver.calls.splice(0)
  return events
}

it('delivers one event again by its id', async () => {
  const { id } = await stage.webhook()
  const [, second] = await threeEvents()
  const answer = await stage.ask('webhooks/redeliver', { id, body: { eventId: second?.id } })
  expect(answer).toMatchObject({
    status: 201,
    body: { webhookId: id, eventId: second?.id, since: second?.occurredTime, until: second?.occurredTime },
  })
  await stage.passing(180)
  expect(idsReceived()).toEqual([second?.id])
  const [log] = await stage.log(id, { filter: `eventId:${second?.id}` })
  expect(log).toMatchObject({ status: 'delivered', attemptCount: 2 })
})

it('delivers again all that happened since a time, whatever had come of it, each with a round of retries', async () => {
  const { id } = await stage.webhook()
  const [, second, third] = await threeEvents()
  await stage.ask('webhooks/redeliver', { id, body: { since: '2026-11-20T12:00:00+01:00' } })
  stage.receiver.answers = status(500)
  await stage.passing(180)
  stage.receiver.answers = status(200)
  await stage.passing(900)
  await stage.passing(900)
  expect(new Set(idsReceived())).toEqual(new Set([second?.id, third?.id]))
  const log = await stage.log(id)
  expect(log.map(({ status }: any) => status)).toEqual(['delivered', 'delivered', 'delivered'])
  expect(log.map(({ attemptCount }: any) => attemptCount).toSorted()).toEqual([1, 3, 3])
})

it('does so once, however often the same call and its order come', async () => {
  const { id } = await stage.webhook()
  await threeEvents()
  const ask = () =>
    stage.ask('webhooks/redeliver', {
      id,
      body: { since: '2026-11-20T00:00:00Z' },
      headers: { 'Idempotency-Key': 'again' },
    })
  const [first, second] = [await ask(), await ask()]
  expect(second.text).toBe(first.text)
  stage.world.pass(180)
  await stage.world.sweep()
  const order = stage.world.queue.find(({ order }) => order.kind === 'redelivery')?.order
  if (!order) throw new Error('The sweep has found no redelivery.')
  await Promise.all([stage.world.work(order), stage.world.work(order)])
  await stage.world.run()
  await stage.world.work(order)
  await stage.passing(1200)
  expect(idsReceived()).toHaveLength(3)
})

it('goes on with a redelivery that is larger than one message does', async () => {
  const { id } = await stage.webhook()
  const count = 30
  const at = (i: number) => new Date(Date.parse('2026-11-20T00:00:00Z') + i).toISOString()
  const events = Array.from({ length: count }, (_, i) => ({ ...event(i), occurredTime: at(i) }))
  await Promise.all(events.map(stage.world.tell))
  stage.world.queue.splice(0)
  await stage.ask('webhooks/redeliver', { id, body: { since: '2026-11-20T00:00:00Z' } })
  stage.world.pass(180)
  await stage.world.sweep()
  stage.world.queue.splice(0, stage.world.queue.length, ...redeliveriesIn())
  for (let [next] = redeliveriesIn(); next; [next] = redeliveriesIn()) {
    stage.world.queue.splice(stage.world.queue.indexOf(next), 1)
    const { order } = next
    if (order.kind === 'redelivery') await redeliver(stage.world.desk, order, { pageSize: 4, pages: 2 })
  }
  const ordered = stage.world.queue.map(({ order }) => (order.kind === 'delivery' ? order.eventId : ''))
  expect(ordered).toHaveLength(count)
  expect(new Set(ordered).size).toBe(count)
})

it('begins no second round because a first attempt was under way meanwhile', async () => {
  const { id } = await stage.webhook()
  stage.receiver.answers = (answer) =>
    void stage
      .ask('webhooks/redeliver', { id, body: { since: '2026-11-01T00:00:00Z' } })
      .then(() => stage.world.pass(180))
      .then(() => stage.world.sweep())
      .then(() => stage.world.work(redeliveriesIn()[0]?.order ?? missing()))
      .then(() => answer.writeHead(500).end())
  await stage.world.tell(event(1))
  const [first] = stage.world.queue.splice(0)
  await stage.world.work(first?.order ?? missing())
  stage.receiver.answers = status(200)
  await stage.passing(1200)
  expect(stage.receiver.calls).toHaveLength(2)
  expect(await stage.log(id)).toMatchObject([
    {
      status: 'delivered',
      attempts: [
        { number: 1, statusCode: 500 },
        { number: 2, statusCode: 200 },
      ],
    },
  ])
})

it('refuses what names nothing or too much, what is unknown, and a webhook that is not active', async () => {
  const { id } = await stage.webhook()
  const [first] = await threeEvents()
  const redeliver = (body: object, as = stage.ask) => as('webhooks/redeliver', { id, body })
  for (const body of [{}, { eventId: first?.id, since: '2026-11-20T00:00:00Z' }, { since: 'yesterday' }])
    expect((await redeliver(body)).status).toBe(422)
  expect(await redeliver({ eventId: 'evt_unknown' })).toMatchObject({
    status: 422,
    body: { invalidFields: [{ field: 'eventId' }] },
  })
  expect(await redeliver({ since: '2126-11-20T00:00:00Z' })).toMatchObject({
    status: 422,
    body: { invalidFields: [{ field: 'since' }] },
  })
  const stranger = desk.as(newOrganization())
  expect((await redeliver({ eventId: first?.id }, stranger)).status).toBe(404)
  await stage.ask('webhooks/patch', { id, body: { status: 'inactive' } })
  expect(await redeliver({ eventId: first?.id })).toMatchObject({
    status: 409,
    body: { type: 'urn:payout-desk:problem:webhook-inactive' },
  })
})

const redeliveriesIn = () => stage.world.queue.filter(({ order }) => order.kind === 'redelivery')

const event = (i: number) => requestEvent(stage.organization, { id: `evt_${stage.organization}_${i}` })

function missing(): never {
  throw new Error('There is no such order.')
}
