import { beforeAll, expect, it } from 'vitest'
import { type JourneyDesk, type JourneyOrganization, sharedDesk } from '../harness/desk.ts'
import { approvedRequest } from '../harness/steps.ts'
import { rejection, type Sdk, sdkOf, uncalled } from './sdk.ts'

let desk: JourneyDesk
let us: JourneyOrganization
let sdk: Sdk

beforeAll(async () => {
  desk = await sharedDesk()
  us = await desk.newOrganization()
  sdk = sdkOf(desk, us)
})

const amountsOf = (made: any): number[] => Object.values<any>(made.fields).map(({ amount }) => amount)

it('splits a payout request, by the path of its day and by the older one', async () => {
  const { payoutRequests, payoutRequestSplits } = sdk.api
  const [one, other] = [await approvedRequest(us.call), await approvedRequest(us.call)]
  const data = { amounts: [60, 40], splitReason: 'payment-instrument-limit' }
  const made = await payoutRequestSplits.create({ data: { ...data, payoutRequestId: one.id } })
  expect([made.response.status, amountsOf(made)]).toEqual([201, [60, 40]])
  const older = await payoutRequests.split({ id: other.id, data })
  expect([older.response.status, amountsOf(older)]).toEqual([201, [60, 40]])
  expect((await payoutRequests.get({ id: one.id })).fields).toMatchObject({ status: 'split' })
  const again = await rejection(payoutRequests.split({ id: other.id, data }))
  expect(again.status ?? again.response?.status).toBe(409)
})

it('reads what happened to a payout request, and comments on it', async () => {
  const { payoutRequests } = sdk.api
  const { id } = await approvedRequest(us.call)
  const said = await payoutRequests.createTimelineComment({ id, data: { message: 'Call the customer' } })
  expect([said.response.status, said.fields.type]).toEqual([201, 'timeline-comment-created'])
  const told = async () =>
    (await payoutRequests.getAllTimelineMessages({ id, sort: ['occurredTime'] })).items.map(
      ({ fields }: any) => fields.type,
    )
  const happened = ['payout-request-created', 'payout-request-approved']
  await expect.poll(told).toEqual([...happened, 'timeline-comment-created'])

  const messageId = said.fields.id
  expect((await payoutRequests.getTimelineMessage({ id, messageId })).fields).toEqual(said.fields)
  expect((await payoutRequests.deleteTimelineMessage({ id, messageId })).response.status).toBe(204)
  expect(await told()).toEqual(happened)
})

it('called every operation of these that the client knows', () => {
  const concerns = (path: string) => /\/split|-splits|\/timeline/.test(path)
  expect(uncalled(sdk.called, concerns)).toEqual([])
})
