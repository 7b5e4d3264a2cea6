import { beforeAll, expect, it } from 'vitest'
import { type JourneyDesk, type JourneyOrganization, sharedDesk } from '../harness/desk.ts'
import { functionOf } from '../harness/faults.ts'
import { ASK, allocationOf, newBatch, payableCustomer } from '../harness/steps.ts'
import { rejection, type Sdk, sdkOf } from './sdk.ts'

let desk: JourneyDesk
let us: JourneyOrganization
let sdk: Sdk

beforeAll(async () => {
  desk = await sharedDesk()
  us = await desk.newOrganization()
  sdk = sdkOf(desk, us)
  await payableCustomer(us.call)
})

it('is told of a wrong key by the error class that the client has for 401', async () => {
  const { api } = sdkOf(desk, { id: us.id, apiKey: 'sk_wrong' })
  const error = await rejection(api.payoutRequests.getAll())
  expect([error.name, error.status]).toEqual(['RebillyForbiddenError', 401])
})

it('is told of an unknown id by the error class for 404, in our words', async () => {
  const rejections = await Promise.all([
    rejection(sdk.api.payoutRequests.get({ id: 'unknown' })),
    rejection(sdk.api.payoutRequestBatches.autoAllocate({ id: 'unknown' })),
    rejection(sdk.api.payoutRequestAllocations.update({ id: 'unknown', data: { status: 'canceled' } })),
    rejection(sdk.api.gatewayAccounts.disable({ id: 'unknown' })),
    rejection(sdk.api.websites.get({ id: 'unknown' })),
  ])
  for (const error of rejections) {
    expect([error.name, error.status]).toEqual(['RebillyNotFoundError', 404])
    expect(error.message).toBe(error.response.data.detail)
    expect(error.message).toMatch(/^There is no /)
  }
})

it('is told of a conflict by the error class for 409', async () => {
  const { payoutRequestIds } = await newBatch(us.call)
  const error = await rejection(sdk.api.payoutRequestBatches.create({ data: { payoutRequestIds } }))
  expect([error.name, error.status]).toEqual(['RebillyConflictError', 409])
  expect(error.response.data.conflictingIds).toEqual(payoutRequestIds)
})

it('is told of invalid fields by the error class for 422, each by its name', async () => {
  const wrong = await rejection(
    sdk.api.payoutRequests.create({ data: { ...ASK, amount: -1, currency: 'XXX' } }),
  )
  expect([wrong.name, wrong.status]).toEqual(['RebillyValidationError', 422])
  expect(wrong.invalidFields.map(({ field }: { field: string }) => field).toSorted()).toEqual([
    'amount',
    'currency',
  ])
  const missing = await rejection(sdk.api.payoutRequestAllocations.create({ data: {} }))
  expect(missing.invalidFields).toHaveLength(Object.keys(allocationOf('pout_req_1')).length)
})

it('is told of everything else by its request error, and of a foreign organization as of an unknown one', async () => {
  const unreadable = await rejection(sdk.api.payoutRequests.getAll({ filter: 'nonsense:1' }))
  expect([unreadable.name, unreadable.status]).toEqual(['RebillyRequestError', 400])

  const other = await desk.newOrganization()
  const stranger = await rejection(sdkOf(desk, { ...other, id: us.id }).api.payoutRequests.getAll())
  expect([stranger.name, stranger.status]).toEqual(['RebillyNotFoundError', 404])

  const fault = desk.stack.faults.inject({
    kind: 'lost-request',
    function: functionOf('payout-requests/get'),
  })
  const failed = await rejection(sdk.api.payoutRequests.get({ id: 'unknown' }))
  fault.remove()
  expect([failed.name, failed.status]).toEqual(['RebillyRequestError', 500])
})
