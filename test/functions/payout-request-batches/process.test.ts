import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { allocate, newStage } from '../paying/stage.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

it('queues what is pending of each member by itself, and says what became of each', async () => {
  const { ask, allocation, found } = await newStage(desk)
  const made = [await allocation(5_00n), await allocation(5_00n, 9_00n), await allocation(5_00n)]
  const [, double, blocked] = made.map(({ payoutRequestId }) => String(payoutRequestId))
  const second = await allocate(ask, double, 4_00n)
  await ask('payout-requests/patch', { id: blocked ?? '', body: { blocked: true } })
  const payoutRequestIds = made.map(({ payoutRequestId }) => payoutRequestId)
  const { id } = (await ask('payout-request-batches/create', { body: { payoutRequestIds } })).body

  const process = async () => {
    const answer = await ask('payout-request-batches/process', { id })
    const { href } = answer.body._links.find(({ rel }: { rel: string }) => rel === 'outcomes')
    const operation = new URL(href).searchParams.get('operation') ?? ''
    const outcomes = await ask('payout-request-batches/outcomes', { id, query: { operation } })
    return outcomes.body.map(({ outcome, reason }: any) => [outcome, reason])
  }
  expect(await process()).toEqual([
    ['done', null],
    ['done', null],
    ['refused', 'blocked'],
  ])
  const statuses = await Promise.all(
    [...made, second].map(async (one) => (await found(one.id)).allocation.status),
  )
  expect(statuses).toEqual(['queued', 'queued', 'pending', 'queued'])
  expect(await process()).toEqual([
    ['unchanged', null],
    ['unchanged', null],
    ['refused', 'blocked'],
  ])
})

it('refuses members whose account cannot pay, and an unknown run', async () => {
  const { ask, allocation, found } = await newStage(desk)
  const { id: allocationId, payoutRequestId } = await allocation(5_00n)
  const { id } = (
    await ask('payout-request-batches/create', { body: { payoutRequestIds: [payoutRequestId] } })
  ).body
  await ask('gateway-accounts/disable', { id: 'gw_1' })
  expect((await ask('payout-request-batches/process', { id })).status).toBe(200)
  expect((await found(allocationId)).allocation.status).toBe('pending')
  const answer = await ask('payout-request-batches/process', { id, body: { runId: 'run_nobody' } })
  expect([answer.status, answer.body.invalidFields[0].field]).toEqual([422, 'runId'])
})
