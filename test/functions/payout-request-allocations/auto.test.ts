import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PayoutAsk } from '../../../shared/domain/payout-request-changes.ts'
import { customerProfile } from '../../../shared/repository/customers.ts'
import { fieldsOf, newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { account, card, giveInstruments, openAccounts, paid } from '../../harness/world.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

/** cus_1 has a card, and 50 EUR paid in with it through gw_covered; the accounts are as the test says. */
async function world(...accounts: ReturnType<typeof account>[]) {
  const organization = newOrganization()
  const table = desk.table.as(organization)
  const ask = desk.as(organization)
  await openAccounts(table, ...accounts)
  await giveInstruments(table, card('cus_1', 'inst_1'))
  const payment = { customerId: 'cus_1', currency: 'EUR', paymentInstrumentId: 'inst_1' }
  await paid(table, { ...payment, gatewayAccountId: 'gw_covered', amountMinor: 50_00n })
  return {
    table,
    ask,
    async requests(count: number, fields: Partial<PayoutAsk> = {}) {
      const made = await approvedRequests(table, count, () => ({ amountMinor: 100_00n, ...fields }))
      return made.map(({ id }) => id)
    },
    auto: (payoutRequestId: unknown, headers: Record<string, string> = {}) =>
      ask('payout-request-allocations/auto', { body: { payoutRequestId }, headers }),
    get: async (id: string) => (await ask('payout-requests/get', { id })).body,
  }
}

const covered = account('gw_covered', { readyToPayoutInstruction: 'covered-payout' })
const max = (amountMinor: bigint) => ({
  payoutLimits: {
    maxPerTransaction: [{ currency: 'EUR', amountMinor }],
    minPerTransaction: [],
    maxPerPeriod: [],
  },
})

const shown = ({ allocations }: any) =>
  allocations.map(({ gatewayAccountId, amount }: any) => `${gatewayAccountId} ${amount}`)

it('sets all that is open aside, over as many pairs as it takes', async () => {
  const { auto, get, requests } = await world(covered, account('gw_z'))
  const [id = ''] = await requests(1)
  const answer = await auto(id)
  expect([answer.status, answer.text, answer.headers['Payout-Outcome']]).toEqual([204, '', 'allocated'])
  const request = await get(id)
  expect(shown(request)).toEqual(['gw_covered 50', 'gw_z 50'])
  expect(request).toMatchObject({ status: 'in-progress', availableAmount: 0 })
  expect(request.allocations[0]).toMatchObject({
    status: 'pending',
    exposureAmount: 50,
    gatewayPayoutInstruction: 'covered-payout',
    gatewayName: 'TestProcessor',
    paymentMethod: 'payment-card',
    runId: null,
    uncovered: false,
  })
})

it('sets a part aside where no more can be placed, and the rest when that has changed', async () => {
  const { auto, get, requests, table } = await world(covered)
  const [id = ''] = await requests(1)
  expect((await auto(id)).headers['Payout-Outcome']).toBe('partially-allocated')
  expect(await get(id)).toMatchObject({ status: 'in-progress', availableAmount: 50 })
  await openAccounts(table, account('gw_late'))
  expect((await auto(id)).headers['Payout-Outcome']).toBe('allocated')
  expect(shown(await get(id))).toEqual(['gw_covered 50', 'gw_late 50'])
})

it('keeps to the order of the organization and to the limits of an account', async () => {
  const { ask, auto, get, requests, table } = await world(
    account('gw_1', max(30_00n)),
    account('gw_paypal', { method: 'paypal', ...max(20_00n) }),
  )
  await giveInstruments(
    table,
    card('cus_2', 'inst_2'),
    card('cus_2', 'paypal_2', { method: 'paypal', card: null }),
  )
  const order = ['paypal', 'selected-payment-instrument']
  await ask('organizations/patch', {
    id: table.organization,
    body: { settings: { payoutRequestAllocationOrder: order } },
  })
  const [id = '', other = ''] = await requests(2, { customerId: 'cus_2' })
  await auto(id)
  expect(shown(await get(id))).toEqual(['gw_paypal 20'])
  await ask('organizations/patch', {
    id: table.organization,
    body: { settings: { payoutRequestAllocationOrder: null } },
  })
  await auto(other)
  expect(shown(await get(other))).toEqual(['gw_1 30', 'gw_paypal 20'])
})

describe('refuses and changes nothing:', () => {
  it('a request of which nothing can be placed, with the reasons of its pairs', async () => {
    const { auto, get, requests } = await world(
      account('gw_covering', { readyToPayoutInstruction: 'covered-payout' }),
      account('gw_down', { isDown: true }),
      account('gw_down_too', { isDown: true }),
    )
    const [id = ''] = await requests(1)
    const { status, body } = await auto(id, { 'Idempotency-Key': 'again' })
    expect([status, body.type]).toEqual([422, 'urn:payout-desk:problem:nothing-allocated'])
    expect(body).toMatchObject({ reason: 'no-capacity', reasons: ['no-covering-payment', 'gateway-down'] })
    expect(fieldsOf({ status, body, headers: {}, text: '' })).toEqual(['payoutRequestId'])
    expect(await get(id)).toMatchObject({ status: 'approved', availableAmount: 100, allocations: [] })
  })

  it('a request of a customer without instruments', async () => {
    const { auto, requests } = await world(covered)
    const [id] = await requests(1, { customerId: 'cus_none' })
    expect((await auto(id)).body).toMatchObject({ reason: 'no-instrument', reasons: [] })
  })

  it('a request that is not approved, blocked, or wholly allocated', async () => {
    const { ask, auto, requests } = await world(account('gw_1'))
    const [ready = '', blocked = '', done = ''] = await requests(3)
    await ask('payout-requests/patch', { id: ready, body: { status: 'ready' } })
    await ask('payout-requests/patch', { id: blocked, body: { blocked: true } })
    await auto(done)
    const answers = await Promise.all([ready, blocked, done].map((id) => auto(id)))
    expect(answers.map(({ status, body }) => [status, body.type])).toEqual([
      [409, 'urn:payout-desk:problem:not-allocatable'],
      [409, 'urn:payout-desk:problem:blocked'],
      [409, 'urn:payout-desk:problem:nothing-unallocated'],
    ])
  })

  it('a request that is unknown or another organization’s, and a body that names none', async () => {
    const { auto } = await world()
    const [foreign] = await approvedRequests(desk.table.as(newOrganization()), 1)
    for (const id of ['pout_req_no', foreign?.id, 'a#b', '']) expect((await auto(id)).status).toBe(404)
    for (const id of [undefined, null, 7, ['x']])
      expect(fieldsOf(await auto(id))).toEqual(['payoutRequestId'])
  })
})

it('gives the same key the same answer, and forgets a key that was refused', async () => {
  const { ask, auto, get, requests } = await world(account('gw_1', max(60_00n)))
  const [id = ''] = await requests(1)
  const key = { 'Idempotency-Key': 'once' }
  await ask('payout-requests/patch', { id, body: { blocked: true } })
  expect((await auto(id, key)).status).toBe(409)
  await ask('payout-requests/patch', { id, body: { blocked: false } })
  const answers = [await auto(id, key), await auto(id, key)]
  for (const { status, headers } of answers)
    expect([status, headers['Payout-Outcome']]).toEqual([204, 'partially-allocated'])
  expect(answers[1]?.headers['Idempotent-Replayed']).toBe('true')
  expect(shown(await get(id))).toEqual(['gw_1 60'])
})

it('allocates one request once, however many ask at once', async () => {
  const { auto, get, requests } = await world(covered, account('gw_z'))
  const [id = ''] = await requests(1)
  const answers = await Promise.all(Array.from({ length: 12 }, () => auto(id)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([204, ...Array(11).fill(409)])
  expect(shown(await get(id))).toEqual(['gw_covered 50', 'gw_z 50'])
})

it('never takes more of a pair than its exposure, however many requests ask at once', async () => {
  const { auto, get, requests, table } = await world(covered)
  const ids = await requests(12, { amountMinor: 9_00n })
  const answers = await Promise.all(ids.map((id) => auto(id)))
  const placed = (await Promise.all(ids.map(get))).flatMap(({ allocations }) => allocations)
  expect(placed.reduce((sum, { amount }) => sum + amount, 0)).toBe(50)
  expect(placed).toHaveLength(answers.filter(({ status }) => status === 204).length)
  for (const { body } of answers.filter(({ status }) => status !== 204))
    expect(body).toMatchObject({ reason: 'no-capacity', reasons: ['exposure-used-up'] })
  const { exposures } = await customerProfile(table, { customerId: 'cus_1', currency: 'EUR' })
  expect(exposures).toMatchObject([{ openMinor: 50_00n, headroomMinor: 0n }])
})
