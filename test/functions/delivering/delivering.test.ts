import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deliveringWorld, requestEvent } from '../../harness/delivering.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
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

const HOUR = 3600

/** Rules §5, in seconds. */
const SCHEDULE = [5, 5 * 60, 30 * 60, 2 * HOUR, 5 * HOUR, 10 * HOUR, 20 * HOUR]

describe('an event', () => {
  it('is delivered as it was said, signed so that the specification’s own library verifies it', async () => {
    const { id, secret } = await stage.webhook()
    const event = await stage.happens()

    const [call] = stage.receiver.calls
    expect(stage.receiver.calls).toHaveLength(1)
    expect(call?.path).toBe('/hook')
    expect(JSON.parse(call?.body ?? '')).toEqual(event)
    expect(new Webhook(secret).verify(call?.body ?? '', call?.headers as Record<string, string>)).toEqual(
      event,
    )
    expect(call?.headers).toMatchObject({ 'webhook-id': event.id, 'content-type': 'application/json' })
    expect(await stage.log(id)).toMatchObject([
      {
        ...{ webhookId: id, eventId: event.id, eventType: 'payout-request-created', status: 'delivered' },
        attempts: [{ number: 1, statusCode: 204, error: null }],
        nextAttemptTime: null,
      },
    ])
  })

  it('loses no digit of an amount on its way', async () => {
    await stage.webhook()
    const event = await stage.happens({ request: { amount: JSON.rawJSON('12345678901234567.89') } })
    expect(stage.receiver.calls[0]?.body).toContain('"amount":12345678901234567.89')
    expect(event._embedded.payoutRequest.id).toBe('pout_req_1')
  })

  it('that is told twice, and whose orders come twice, is delivered once', async () => {
    const { id } = await stage.webhook()
    const event = await stage.happens()
    await stage.world.tell(event)
    await stage.world.run()
    await stage.world.tell({ ...event, version: 7 })
    const orders = stage.world.queue.map(({ order }) => order)
    await stage.world.run()
    await Promise.all([...orders, ...orders].map(stage.world.work))
    expect(stage.receiver.calls).toHaveLength(1)
    expect(await stage.log(id)).toHaveLength(1)
  })

  it('whose order comes five times at once is attempted once', async () => {
    await stage.webhook()
    await stage.world.tell({ ...(await stage.happens()), id: 'evt_many' })
    const [sent] = stage.world.queue
    if (!sent) throw new Error('There is no order.')
    await Promise.all(Array.from({ length: 5 }, () => stage.world.work(sent.order)))
    expect(stage.receiver.calls.filter(({ headers }) => headers['webhook-id'] === 'evt_many')).toHaveLength(1)
  })

  it('that comes after a later one is delivered as well, and stands in its place in the log', async () => {
    const { id } = await stage.webhook()
    const [early, late] = ['2026-11-20T10:00:00.000Z', '2026-11-20T11:00:00.000Z']
    const second = await stage.happens({ occurredTime: late })
    const first = await stage.happens({ occurredTime: early })
    expect(stage.receiver.calls.map(({ headers }) => headers['webhook-id'])).toEqual([second.id, first.id])
    const log = await stage.log(id)
    expect(log.map(({ eventId }: any) => eventId)).toEqual([second.id, first.id])
  })
})

describe('an attempt that fails', () => {
  it('is made again at the times of the rules and not before, with the same id each time', async () => {
    const { id } = await stage.webhook()
    stage.receiver.answers = status(500)
    const event = await stage.happens()
    for (const [i, seconds] of SCHEDULE.entries()) {
      await passing(seconds - 1)
      expect(stage.receiver.calls).toHaveLength(i + 1)
      await passing(1)
      expect(stage.receiver.calls).toHaveLength(i + 2)
    }
    await passing(100 * HOUR)
    expect(stage.receiver.calls).toHaveLength(SCHEDULE.length + 1)
    const sent = stage.receiver.calls.map(({ headers, body }) => [headers['webhook-id'], JSON.parse(body)])
    expect(sent).toEqual(sent.map(() => [event.id, event]))
    const times = stage.receiver.calls.map(({ headers }) => Number(headers['webhook-timestamp']))
    expect(times.map((time, i) => time - (times[i - 1] ?? time))).toEqual([0, ...SCHEDULE])
    expect(await stage.log(id)).toMatchObject([{ status: 'failed', attemptCount: 8, nextAttemptTime: null }])
  })

  it('is made again once, however often and however late its order comes', async () => {
    await stage.webhook()
    stage.receiver.answers = status(503)
    await stage.happens()
    const [retry] = stage.world.queue
    if (!retry) throw new Error('There is no order.')
    stage.world.pass(5)
    for (let i = 0; i < 3; i++) await stage.world.work(retry.order)
    expect(stage.receiver.calls).toHaveLength(2)
    expect(stage.world.queue).toHaveLength(2) // that one, and the next retry's
  })

  it('is made again by the sweep where its order was lost', async () => {
    await stage.webhook()
    stage.receiver.answers = status(503)
    await stage.happens()
    stage.world.queue.splice(0)
    stage.receiver.answers = status(200)
    stage.world.pass(5 + 60)
    await stage.world.sweep()
    expect(stage.world.queue).toEqual([]) // the message may yet come
    await passing(120)
    expect(stage.receiver.calls).toHaveLength(2)
  })

  it.each([
    ['a redirect, which is not followed', 302],
    ['a client error', 404],
    ['a server error', 500],
  ])('was answered with %s', async (_, code) => {
    const { id } = await stage.webhook()
    stage.receiver.answers = status(code, { location: '/elsewhere' })
    await stage.happens()
    expect(stage.receiver.calls).toHaveLength(1)
    expect(await stage.log(id)).toMatchObject([
      { status: 'pending', attempts: [{ statusCode: code, error: null }] },
    ])
  })
})

it('takes a 2xx for a success, whatever follows it', async () => {
  const { id } = await stage.webhook()
  stage.receiver.answers = (answer) => void answer.writeHead(200, { 'content-length': 10 }).write('garb')
  await stage.happens()
  expect(await stage.log(id)).toMatchObject([{ status: 'delivered', attempts: [{ statusCode: 200 }] }])
})

it('attempts again what a worker died in, and leaves the end of that attempt open', async () => {
  const { id } = await stage.webhook()
  let tables = 2 // for telling and for beginning; it dies before it writes down what came of it
  const dying = deliveringWorld(stage.table, {
    table: () => {
      if (tables-- === 0) throw new Error('The worker died.')
      return stage.world.desk.table()
    },
  })
  await dying.tell(requestEvent(stage.organization))
  await expect(dying.run()).rejects.toThrow('died')
  await passing(60)
  expect(stage.receiver.calls).toHaveLength(1)
  await passing(300)
  expect(stage.receiver.calls).toHaveLength(2)
  expect(await stage.log(id)).toMatchObject([
    {
      status: 'delivered',
      attempts: [
        { number: 1, finishedTime: null, statusCode: null, error: null },
        { number: 2, statusCode: 204 },
      ],
    },
  ])
})

const passing = (seconds: number) => stage.passing(seconds)
