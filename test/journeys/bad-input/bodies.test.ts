import { beforeAll, describe, expect, it } from 'vitest'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { type Answer, done } from '../harness/client.ts'
import { type JourneyDesk, type JourneyOrganization, sharedDesk } from '../harness/desk.ts'
import {
  ASK,
  allocatedRequest,
  allocationOf,
  approvedRequest,
  newBatch,
  payableCustomer,
} from '../harness/steps.ts'
import { changingNothing } from '../harness/table-contents.ts'

let desk: JourneyDesk
let us: JourneyOrganization

beforeAll(async () => {
  desk = await sharedDesk()
  us = await desk.newOrganization()
  await payableCustomer(us.call)
})

/** The answer, if it is a problem of this kind and the table is as it was. */
async function refused(
  operation: string,
  body: unknown,
  status: number,
  reason: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await changingNothing({ table: us.table, quiet: desk.stack.quiet }, () =>
    us.call(operation, { body, headers }),
  )
  expect([answer.status, answer.body?.type], answer.text).toEqual([
    status,
    `urn:payout-desk:problem:${reason}`,
  ])
  return answer
}

const fieldsOf = ({ body }: Answer): string[] =>
  body.invalidFields.map(({ field }: { field: string }) => field).toSorted()

it.each([
  ['POST /payout-requests', '{"websiteId": "web_1",'],
  ['POST /payout-request-allocations', 'amount=100'],
  ['PATCH /payout-requests/x', "{'status': 'approved'}"],
  ['PUT /gateway-accounts/gw_new', '{"gatewayName": NaN}'],
])('%s refuses what is not JSON: %s', async (operation, body) => {
  await refused(operation, body, 400, 'malformed-json')
})

it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'multipart/form-data'])(
  'refuses a body of the media type %s',
  async (type) => {
    await refused('POST /payout-requests', JSON.stringify(ASK), 415, 'unsupported-media-type', {
      'Content-Type': type,
    })
  },
)

it('refuses a body that is larger than a function, a call or the gateway takes', async () => {
  for (const megabytes of [1.1, 7, 11]) {
    const description = 'x'.repeat(megabytes * 1024 * 1024)
    await refused('POST /payout-requests', { ...ASK, description }, 413, 'too-large')
  }
})

describe('names all problems of a body at once', () => {
  it.each([
    [
      'POST /payout-requests',
      {
        websiteId: 7,
        currency: 'eur',
        amount: -1,
        description: [],
        blocked: 'no',
        blockReason: 'whim',
        pan: '4111',
      },
      [
        'amount',
        'blockReason',
        'blockReason',
        'blocked',
        'currency',
        'customerId',
        'description',
        'pan',
      ].concat('websiteId'),
    ],
    [
      'POST /payout-request-allocations',
      { payoutRequestId: {}, amount: '100', cvv: '123' },
      ['amount', 'cvv', 'gatewayAccountId', 'paymentInstrumentId', 'payoutRequestId'],
    ],
    [
      'POST /payout-request-allocations/auto',
      { payoutRequestId: 7, token: '1' },
      ['payoutRequestId', 'token'],
    ],
    [
      'POST /payout-request-batches',
      { description: 'x'.repeat(256), allocationOrder: ['paypal', 'paypal'] },
      ['allocationOrder', 'allocationOrder.1', 'description', 'payoutRequestIds'],
    ],
    [
      'PUT /gateway-accounts/gw_new',
      { gatewayName: '', method: 'barter', acceptedCurrencies: ['EUR', 'EUR', 'XXX'], status: 'asleep' },
      ['acceptedCurrencies.1', 'acceptedCurrencies.2', 'gatewayName', 'method', 'payoutAdapter', 'status'],
    ],
    [
      'POST /transactions',
      { type: 'gift', result: 'approved', amount: 1.234, currency: 'EUR', customerId: 'cus_1' },
      ['amount', 'gatewayAccountId', 'paymentInstrumentId', 'type'],
    ],
  ])('%s', async (operation, body, fields) => {
    expect(fieldsOf(await refused(operation, body, 422, 'invalid-fields'))).toEqual(fields)
  })
})

it.each([
  ['JPY', 100.5],
  ['EUR', 100.001],
  ['BHD', 1.2345],
  ['EUR', '12345678901234.56'],
  ['JPY', '1e15'],
  ['EUR', 0],
])('refuses an amount that %s cannot express: %s', async (currency, amount) => {
  const body = JSON.stringify({ ...ASK, currency, amount: 'here' }).replace('"here"', String(amount))
  expect(fieldsOf(await refused('POST /payout-requests', body, 422, 'invalid-fields'))).toEqual(['amount'])
})

describe('a batch', () => {
  const create = (body: unknown) =>
    refused('POST /payout-request-batches', body, 422, 'invalid-fields').then(fieldsOf)

  it('of none, of one twice, or of neither ids nor a filter is refused', async () => {
    const { id } = await approvedRequest(us.call)
    expect(await create({ payoutRequestIds: [] })).toEqual(['payoutRequestIds'])
    expect(await create({ payoutRequestIds: [id, id, id] })).toEqual([
      'payoutRequestIds.1',
      'payoutRequestIds.2',
    ])
    expect(await create({})).toEqual(['payoutRequestIds'])
    expect(await create({ payoutRequestIds: [id], filter: `id:${id}` })).toEqual(['payoutRequestIds'])
  })

  it('with unknown ids is refused, and all of them are named', async () => {
    const [first, second] = await approvedRequests(us.table, 2)
    const payoutRequestIds = ['unknown', first?.id, 'pout_req_01K00000000000000000000000', second?.id, '#?']
    expect(await create({ payoutRequestIds })).toEqual([0, 2, 4].map((i) => `payoutRequestIds.${i}`))
  })

  it('cancels nothing of a run that it never had', async () => {
    const path = `POST /payout-request-batches/${(await newBatch(us.call)).id}/cancel-allocations`
    expect(fieldsOf(await refused(path, { runId: 'run_unknown' }, 422, 'invalid-fields'))).toEqual(['runId'])
  })

  it('with members of other batches is refused, and names them and their batches', async () => {
    const [one, other] = [await newBatch(us.call), await newBatch(us.call, 2)]
    const { id } = await approvedRequest(us.call)
    const conflictingIds = [...one.payoutRequestIds, ...other.payoutRequestIds]
    const body = { payoutRequestIds: [id, ...conflictingIds] }
    const answer = await refused('POST /payout-request-batches', body, 409, 'already-in-batch')
    expect(answer.body.conflictingCount).toBe(3)
    expect(answer.body.conflictingIds.toSorted()).toEqual(conflictingIds.toSorted())
    expect(answer.body._links.map(({ href }: { href: string }) => href).toSorted()).toEqual(
      [one, other].map((batch) => `${us.url}/payout-request-batches/${batch.id}`).toSorted(),
    )
  })
})

describe('a plan', () => {
  it('is made from nothing but an empty object, and applied by its hash and batch only', async () => {
    const [batch, other] = [await newBatch(us.call), await newBatch(us.call)]
    const path = (id: string, verb: string) => `POST /payout-request-batches/${id}/${verb}`
    const answer = await refused(path(batch.id, 'allocation-plan'), { dry: true }, 422, 'invalid-fields')
    expect(fieldsOf(answer)).toEqual(['dry'])
    await refused(path(batch.id, 'allocation-plan'), [], 422, 'invalid-fields')
    const { planHash } = await done(us.call(path(batch.id, 'allocation-plan')))
    await refused(path(other.id, 'auto-allocate'), { planHash }, 409, 'plan-not-usable')
    await refused(path(batch.id, 'auto-allocate'), { planHash: `${planHash}x` }, 409, 'plan-not-usable')
    await refused(path(batch.id, 'auto-allocate'), { planHash: null }, 422, 'invalid-fields')
  })
})

describe('an allocation', () => {
  const allocate = (body: unknown, status: number, reason: string) =>
    refused('POST /payout-request-allocations', body, status, reason)

  it('of a payout request in the wrong state is refused', async () => {
    const { id } = await done(us.call('POST /payout-requests', { body: ASK }))
    const answer = await allocate(allocationOf(id), 409, 'not-allocatable')
    expect(answer.body).toMatchObject({ status: 409, payoutRequestStatus: 'ready' })
    await done(
      us.call(`PATCH /payout-requests/${id}`, { body: { status: 'canceled', canceledBy: 'system' } }),
    )
    await allocate(allocationOf(id), 409, 'not-allocatable')
  })

  it('of a blocked payout request is refused, and so is every step of its allocations', async () => {
    const { request, allocation } = await allocatedRequest(us.call)
    await done(us.call(`PATCH /payout-requests/${request.id}`, { body: { blocked: true } }))
    await allocate(allocationOf(request.id, 1), 409, 'blocked')
    for (const status of ['processing', 'canceled'])
      await refused(`PATCH /payout-request-allocations/${allocation.id}`, { status }, 409, 'blocked')
  })

  it('made automatically is refused in the same states, or where nothing can be placed', async () => {
    const auto = (payoutRequestId: string, status: number, reason: string) =>
      refused('POST /payout-request-allocations/auto', { payoutRequestId }, status, reason)
    await auto((await done(us.call('POST /payout-requests', { body: ASK }))).id, 409, 'not-allocatable')
    await auto((await allocatedRequest(us.call)).request.id, 409, 'nothing-unallocated')
    const stranger = await approvedRequest(us.call, { customerId: 'cus_2' })
    const { body } = await auto(stranger.id, 422, 'nothing-allocated')
    expect([body.reason, body.reasons]).toEqual(['no-instrument', []])
  })

  it('of more than what is available is refused, and says what is', async () => {
    const { id } = await approvedRequest(us.call)
    await done(us.call('POST /payout-request-allocations', { body: allocationOf(id, 60.5) }))
    const answer = await allocate(allocationOf(id, 39.51), 422, 'invalid-fields')
    expect([answer.body.availableAmount, fieldsOf(answer)]).toEqual([39.5, ['amount']])
  })

  it('on an unknown instrument and account, or on those of another customer, is refused with both names', async () => {
    const { id } = await approvedRequest(us.call)
    const unknown = { paymentInstrumentId: 'inst_unknown', gatewayAccountId: 'gw_unknown' }
    const answer = await allocate({ ...allocationOf(id), ...unknown }, 422, 'invalid-fields')
    expect(fieldsOf(answer)).toEqual(['gatewayAccountId', 'paymentInstrumentId'])
    const stranger = await approvedRequest(us.call, { customerId: 'cus_2' })
    expect(fieldsOf(await allocate(allocationOf(stranger.id), 422, 'invalid-fields'))).toEqual([
      'paymentInstrumentId',
    ])
  })
})

it('refuses to move a payout request where it cannot go, and says where it can', async () => {
  const { id } = await approvedRequest(us.call)
  const answer = await refused(
    `PATCH /payout-requests/${id}`,
    { status: 'pending' },
    409,
    'transition-not-allowed',
  )
  expect(answer.body).toMatchObject({ from: 'approved', to: 'pending' })
  expect(answer.body.allowed).toEqual(expect.arrayContaining(['ready', 'canceled']))
})

it('a batch of 1001 payout requests is refused, and of 1000 is not', async () => {
  const payoutRequestIds = (await approvedRequests(us.table, 1001)).map(({ id }) => id)
  const tooMany = await refused('POST /payout-request-batches', { payoutRequestIds }, 422, 'invalid-fields')
  expect(fieldsOf(tooMany)).toEqual(['payoutRequestIds'])
  const thousand = { payoutRequestIds: payoutRequestIds.slice(1) }
  expect((await done(us.call('POST /payout-request-batches', { body: thousand }))).totalCount).toBe(1000)
})
