import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pay } from '../../../functions/paying/pay.ts'
import { crashAt } from '../../harness/crash.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { allocate, newStage } from './stage.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

describe.each(['before', 'after'] as const)('a worker that dies %s one of its writes', (when) => {
  it.each([1, 2, 3, 4])('number %i leaves a payment that the next one finishes, once', async (write) => {
    const { queued, table, world, organization, work, found } = await newStage(desk)
    const { id } = await queued(25_00n)
    const order = { organizationId: organization, allocationId: id }
    const crash = crashAt(table, write, when)
    const outcome = await Promise.race([crash.stopped, pay(world.with(crash.table), order)])
    world.pass(360)
    await work(id)
    await work(id)
    const { request, allocation, pair } = await found(id)
    expect([allocation.status, request.status, pair.payoutsMinor]).toEqual(['completed', 'fulfilled', 25_00n])
    expect(world.firstCalls.get(id) ?? 0).toBeLessThanOrEqual(1)
    if (write < 4) expect(outcome).toBe('stopped')
  })
})

it('pays once, however many workers get the order at once', async () => {
  const { queued, work, world, found } = await newStage(desk)
  const { id } = await queued(25_00n)
  await Promise.all([work(id), work(id), work(id), work(id)])
  expect(world.firstCalls.get(id)).toBe(1)
  expect((await found(id)).pair.payoutsMinor).toBe(25_00n)
})

it('sends no more at once than the account takes', async () => {
  const { queued, work, world } = await newStage(desk, { payoutConcurrency: 2 })
  const ids = await Promise.all(Array.from({ length: 8 }, async () => (await queued(5_00n)).id))
  const left = new Set<string>(ids)
  while (left.size > 0) {
    await Promise.all([...left].map(work))
    const again = world.queue
      .splice(0)
      .flatMap((one) => (one.kind === 'order' ? [one.order.allocationId] : []))
    expect(again.length).toBeLessThan(left.size)
    left.clear()
    for (const id of again) left.add(id)
  }
  expect(world.mostAtOnce()).toBeLessThanOrEqual(2)
  expect(world.books.size).toBe(8)
})

it('fulfils a request whose last parts are paid at the same moment', async () => {
  const { queued, ask, work, found } = await newStage(desk)
  for (let round = 0; round < 5; round++) {
    const first = await queued(4_00n, 10_00n)
    const second = await allocate(ask, first.payoutRequestId, 6_00n)
    await ask('payout-request-allocations/process', { body: { allocationIds: [second.id] } })
    await Promise.all([work(first.id), work(second.id)])
    expect((await found(first.id)).request).toMatchObject({ status: 'fulfilled', paidMinor: 10_00n })
  }
})

it.each([
  ['the request is blocked', 'blocked'],
  ['the gateway account is off', 'gateway account'],
  ['payouts are stopped', 'payouts are stopped'],
])('gives a queued allocation back when %s, and says so', async (_, said) => {
  const { queued, ask, world, work, found } = await newStage(desk)
  const { id, payoutRequestId } = await queued(25_00n)
  if (said === 'blocked') await ask('payout-requests/patch', { id: payoutRequestId, body: { blocked: true } })
  if (said === 'gateway account') await ask('gateway-accounts/disable', { id: 'gw_1' })
  world.stop(said === 'payouts are stopped')
  await work(id)
  const { allocation, request, dueKey } = await found(id)
  expect([allocation.status, dueKey, world.books.size]).toEqual(['pending', undefined, 0])
  expect(request.lastChange.actions[0]?.message).toContain(said)
})

it('goes through with what has begun, blocked or not', async () => {
  const { allocation, ask, work, found } = await newStage(desk)
  const { id, payoutRequestId } = await allocation(25_00n)
  await ask('payout-request-allocations/patch', { id, body: { status: 'processing' } })
  await ask('payout-requests/patch', { id: payoutRequestId, body: { blocked: true } })
  await work(id)
  expect((await found(id)).request).toMatchObject({ status: 'fulfilled', blocked: true })
})

it('asks about what is unknown at the times of the rules, by message and then by the sweeper', async () => {
  const { queued, work, world, found } = await newStage(desk)
  const { id } = await queued(10_98n)
  const delays: (number | null)[] = []
  for (const seconds of [0, 11, 50, 250, 610, 2_800, 3_700]) {
    world.pass(seconds)
    const now = world.clock.now().getTime()
    await work(id)
    const [message] = world.queue.splice(0)
    delays.push(message ? Math.round((message.at - now) / 10_000) * 10 : null)
  }
  expect(delays).toEqual([10, 50, 240, 590, null, null, null])
  expect((await found(id)).dueKey).toBeDefined()
})

it('is not given an allocation that there is not', async () => {
  const { work } = await newStage(desk)
  await expect(work('pra_01~nobody')).rejects.toMatchObject({ reason: 'unknown-allocation' })
})
