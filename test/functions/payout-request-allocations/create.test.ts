import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PayoutRequest } from '../../../shared/domain/payout-request.ts'
import { call } from '../../harness/api.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'
import { account, card, giveInstruments, openAccounts, paid } from '../../harness/world.ts'

const organization = 'org_a'
let table: TestTable
let handlers: Record<'allocate' | 'getAllocation' | 'getRequest' | 'patchRequest', Parameters<typeof call>[0]>

beforeAll(async () => {
  table = await startTestTable()
  handlers = {
    allocate: (await import('../../../functions/payout-request-allocations/create.ts')).handler,
    getAllocation: (await import('../../../functions/payout-request-allocations/get.ts')).handler,
    getRequest: (await import('../../../functions/payout-requests/get.ts')).handler,
    patchRequest: (await import('../../../functions/payout-requests/patch.ts')).handler,
  }
  const desk = table.as(organization)
  await openAccounts(
    desk,
    account('gw_1'),
    account('gw_none', { readyToPayoutInstruction: 'none' }),
    account('gw_bank', { method: 'bank-transfer' }),
    account('gw_usd', {
      acceptedCurrencies: ['USD'],
      status: 'inactive',
      paymentCardSchemes: ['MasterCard'],
    }),
    account('gw_down', {
      isDown: true,
      payoutLimits: {
        maxPerTransaction: [{ currency: 'EUR', amountMinor: 1n }],
        minPerTransaction: [],
        maxPerPeriod: [],
      },
    }),
  )
  await giveInstruments(
    desk,
    card('cus_1', 'inst_1'),
    card('cus_1', 'inst_expired', { status: 'expired' }),
    card('cus_2', 'inst_2'),
  )
  await paid(desk, {
    customerId: 'cus_1',
    currency: 'EUR',
    paymentInstrumentId: 'inst_1',
    gatewayAccountId: 'gw_1',
    amountMinor: 25_00n,
  })
})
afterAll(() => table.stop())

const approved = async (): Promise<PayoutRequest> => {
  const [request] = await approvedRequests(table.as(organization), 1, () => ({ amountMinor: 100_00n }))
  if (!request) throw new Error('No request was made.')
  return request
}

const allocate = (body: object) =>
  call(handlers.allocate, {
    organization,
    body: { paymentInstrumentId: 'inst_1', gatewayAccountId: 'gw_1', ...body },
  })

it('sets part of a request aside and moves it to in-progress', async () => {
  const { id } = await approved()
  const { status, body, headers } = await allocate({ payoutRequestId: id, amount: 40.25 })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    payoutRequestId: id,
    batchId: null,
    paymentInstrumentId: 'inst_1',
    paymentMethod: 'payment-card',
    gatewayAccountId: 'gw_1',
    gatewayName: 'TestProcessor',
    gatewayPayoutInstruction: 'all',
    amount: 40.25,
    exposureAmount: 25,
    currency: 'EUR',
    status: 'pending',
    transactionId: null,
    runId: null,
  })
  expect(body._links.map(({ rel }: { rel: string }) => rel)).toEqual([
    'self',
    'gatewayAccount',
    'payoutRequest',
    'paymentInstrument',
  ])
  expect(headers.Location).toBe(body._links[0].href)
  expect((await call(handlers.getAllocation, { organization, id: body.id })).body).toEqual(body)
  const request = (await call(handlers.getRequest, { organization, id })).body
  expect(request).toMatchObject({ status: 'in-progress', availableAmount: 59.75, allocations: [body] })
})

it('lets a person pay through an account that is down, over its limits and without cover', async () => {
  const { id } = await approved()
  expect((await allocate({ payoutRequestId: id, amount: 90, gatewayAccountId: 'gw_down' })).status).toBe(201)
})

describe('refuses and changes nothing:', () => {
  it.each([
    ['more than is available', { amount: 100.01 }, ['amount']],
    ['too many decimals', { amount: 1.001 }, ['amount']],
    [
      'an unknown instrument and an unknown account',
      { amount: 1, paymentInstrumentId: 'x', gatewayAccountId: 'y' },
      ['gatewayAccountId', 'paymentInstrumentId'],
    ],
    ['another customer’s instrument', { amount: 1, paymentInstrumentId: 'inst_2' }, ['paymentInstrumentId']],
    ['an expired instrument', { amount: 1, paymentInstrumentId: 'inst_expired' }, ['paymentInstrumentId']],
    ['an account that pays nothing', { amount: 1, gatewayAccountId: 'gw_none' }, ['gatewayAccountId']],
    ['an account of another method', { amount: 1, gatewayAccountId: 'gw_bank' }, ['gatewayAccountId']],
    [
      'all that is wrong with an account',
      { amount: 1, gatewayAccountId: 'gw_usd' },
      ['gatewayAccountId', 'gatewayAccountId', 'gatewayAccountId'],
    ],
    ['an amount of zero', { amount: 0 }, ['amount']],
    ['a missing amount', {}, ['amount']],
    ['an amount as text', { amount: '5' }, ['amount']],
  ])('%s', async (_, body, fields) => {
    const { id } = await approved()
    const answer = await allocate({ payoutRequestId: id, ...body })
    expect(answer.status).toBe(422)
    expect(answer.body.invalidFields.map(({ field }: { field: string }) => field).toSorted()).toEqual(fields)
    expect((await call(handlers.getRequest, { organization, id })).body).toMatchObject({
      availableAmount: 100,
      status: 'approved',
      allocations: [],
    })
  })

  it('says what is available', async () => {
    const { id } = await approved()
    expect((await allocate({ payoutRequestId: id, amount: 100.01 })).body.availableAmount).toBe(100)
  })

  it('a request that is unknown, of another organization, or whose id nobody could have', async () => {
    const [foreign] = await approvedRequests(table.as('org_b'), 1)
    for (const payoutRequestId of ['pout_req_no', foreign?.id, 'a#b', ''])
      expect((await allocate({ payoutRequestId, amount: 1 })).status).toBe(404)
  })

  it('a request that is not approved, blocked, or wholly allocated', async () => {
    const [ready, blocked, done] = await Promise.all([approved(), approved(), approved()])
    await call(handlers.patchRequest, { organization, id: ready.id, body: { status: 'ready' } })
    await call(handlers.patchRequest, {
      organization,
      id: blocked.id,
      body: { blocked: true, blockReason: 'aml-review' },
    })
    await allocate({ payoutRequestId: done.id, amount: 100 })
    const answers = await Promise.all(
      [ready, blocked, done].map(({ id }) => allocate({ payoutRequestId: id, amount: 1 })),
    )
    expect(answers.map(({ status, body }) => [status, body.type])).toEqual([
      [409, 'urn:payout-desk:problem:not-allocatable'],
      [409, 'urn:payout-desk:problem:blocked'],
      [409, 'urn:payout-desk:problem:nothing-unallocated'],
    ])
  })
})

it('never lets parallel allocations exceed the amount, and lets all succeed that fit', async () => {
  const { id } = await approved()
  const amounts = Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? 2 : 3)) // 125 in all, of which 100 fit
  const answers = await Promise.all(amounts.map((amount) => allocate({ payoutRequestId: id, amount })))
  const placed = answers.filter(({ status }) => status === 201).map(({ body }) => body)
  const request = (await call(handlers.getRequest, { organization, id })).body
  expect(placed.reduce((sum, { amount }) => sum + amount, 0)).toBe(100 - request.availableAmount)
  expect(request.allocations.map((one: { id: string }) => one.id).toSorted()).toEqual(
    placed.map((one) => one.id).toSorted(),
  )
  expect(request.availableAmount).toBeLessThan(3)
})

it('lets 50 parallel allocations all succeed whose sum fits', async () => {
  const { id } = await approved()
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => allocate({ payoutRequestId: id, amount: 2 })),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 201))
  expect((await call(handlers.getRequest, { organization, id })).body.availableAmount).toBe(0)
})
