import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { deliveringWorld, requestEvent } from '../../harness/delivering.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { startHttpService, startSocketService } from '../../shared/runtime/outbound/loopback-service.ts'
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

/** What the log says of the one attempt that was made. */
async function attempted(url: string, parts: Parameters<typeof deliveringWorld>[1] = {}) {
  const { id } = await stage.webhook({ url })
  const world = deliveringWorld(stage.table, parts)
  await world.tell(requestEvent(stage.organization))
  await world.run()
  const [{ status, attempts, nextAttemptTime }] = await stage.log(id)
  const [{ statusCode, error }] = attempts
  return { status, statusCode, error, again: nextAttemptTime !== null }
}

const FAILED = { status: 'pending', statusCode: null, again: true }

it('gives up an attempt at a receiver that hangs', async () => {
  stage.receiver.answers = () => {}
  expect(await attempted(stage.url, { attemptSeconds: 0.2 })).toEqual({ ...FAILED, error: 'timeout' })
  expect(stage.receiver.calls).toHaveLength(1)
})

it('takes the word of a receiver that is slow, but in time', async () => {
  stage.receiver.answers = (answer, call) => void setTimeout(() => status(202)(answer, call), 150) // well within the ten seconds of an attempt
  expect(await attempted(stage.url)).toMatchObject({ status: 'delivered', statusCode: 202 })
})

it('takes what is not HTTP for a failure', async () => {
  const garbage = await startSocketService((socket) => socket.end('Hello, who is there?\r\n\r\n'))
  expect(await attempted(`http://127.0.0.1:${garbage.port}/`)).toEqual({
    ...FAILED,
    error: 'connection-lost',
  })
  await garbage.stop()
})

it('takes a connection that breaks off, or that nobody takes, for a failure', async () => {
  const closing = await startSocketService((socket) => socket.destroy())
  const url = `http://127.0.0.1:${closing.port}/`
  expect(await attempted(url)).toMatchObject({ ...FAILED, error: 'connection-lost' })
  await closing.stop()
  stage = await newStage(desk)
  expect(await attempted(url)).toMatchObject({ ...FAILED, error: 'connection-failed' })
})

it('does not follow a redirect, wherever it leads', async () => {
  const inner = await startHttpService(status(200))
  stage.receiver.answers = status(307, { location: `http://127.0.0.1:${inner.port}/internal` })
  expect(await attempted(stage.url)).toEqual({ ...FAILED, statusCode: 307, error: null })
  expect(inner.calls).toEqual([])
  await inner.stop()
})

it.each([
  ['a name that leads into a private network', ['10.0.0.7'], 'address-not-allowed'],
  ['a name that leads to the cloud’s credentials', ['169.254.169.254'], 'address-not-allowed'],
  [
    'a name of which one address is public, and one is not',
    ['93.184.216.34', '127.0.0.1'],
    'address-not-allowed',
  ],
  ['a name that nobody has', [], 'host-not-found'],
])('never calls %s', async (_, addresses, error) => {
  const policy = { allowsPrivateAddresses: false }
  const parts = { policy, resolve: async () => addresses }
  expect(await attempted('https://hooks.example.org/', parts)).toEqual({ ...FAILED, error })
})

it('never calls a URL that the stage does not allow any more', async () => {
  const policy = { allowsPrivateAddresses: false }
  expect(await attempted(stage.url, { policy })).toEqual({ ...FAILED, error: 'url-not-allowed' })
  expect(stage.receiver.calls).toEqual([])
})

it('delivers to one while another one hangs', async () => {
  const hanging = await startHttpService(() => {})
  await stage.webhook({ url: `http://127.0.0.1:${hanging.port}/` })
  const { id } = await stage.webhook()
  await stage.world.tell(requestEvent(stage.organization))
  const working = stage.world.queue.splice(0).map(({ order }) => stage.world.work(order))
  await expect.poll(() => hanging.calls).toHaveLength(1)
  await expect.poll(() => stage.log(id)).toMatchObject([{ status: 'delivered' }])
  await hanging.stop()
  await Promise.all(working)
})

it('asks a receiver that fails with one event at a time, and delivers all once it is well', async () => {
  const { id } = await stage.webhook()
  let [under, most] = [0, 0]
  stage.receiver.answers = (answer) => {
    most = Math.max(most, ++under)
    setTimeout(() => {
      under--
      answer.writeHead(503).end()
    }, 50)
  }
  await stage.happens()
  const count = 12
  for (let i = 0; i < count; i++) await stage.world.tell(requestEvent(stage.organization))
  const orders = stage.world.queue.splice(0).filter(({ at }) => at <= stage.world.clock.now().getTime())
  await Promise.all(orders.map(({ order }) => stage.world.work(order)))
  expect(orders).toHaveLength(count)
  expect(most).toBe(1)
  stage.receiver.answers = status(200)
  for (let i = 0; i < 5; i++) await stage.passing(600)
  const log = await stage.log(id)
  expect(log.map(({ status }: any) => status)).toEqual(Array(count + 1).fill('delivered'))
})
