import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { CANCELERS, PAYOUT_REQUEST_EDGES } from '../../../shared/domain/payout-request.ts'
import { requestKey } from '../../../shared/repository/keys.ts'
import { commit } from '../../../shared/repository/write.ts'
import { newCustomer } from '../../harness/customers.ts'
import { type Ask, fieldsOf, newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'

let desk: TestDesk
let organization: string
let ask: Ask

beforeAll(async () => {
  desk = await startTestDesk()
})
beforeEach(() => {
  organization = newOrganization()
  ask = desk.as(organization)
})
afterAll(() => desk.stop())

const ASK = { websiteId: 'web_1', customerId: 'cus_1', currency: 'EUR', amount: 12.5 }
const newRequest = async (): Promise<string> => (await ask('payout-requests/create', { body: ASK })).body.id
const get = async (id: string) => (await ask('payout-requests/get', { id })).body
const cancel = (id: string, body?: unknown) => ask('payout-requests/cancel', { id, body })
const problem = (reason: string) => `urn:payout-desk:problem:${reason}`

const inStatus = async (status: string): Promise<string> => {
  const id = await newRequest()
  const update = { set: [['status', status] as const] }
  await commit(desk.table.as(organization), [{ key: requestKey(organization, id), update }])
  return id
}

async function allocated(): Promise<{ id: string; allocationId: string }> {
  await newCustomer(ask)
  const id = await newRequest()
  await ask('payout-requests/patch', { id, body: { status: 'approved' } })
  const account = { gatewayName: 'TestProcessor', method: 'payment-card', acceptedCurrencies: ['EUR'] }
  const body = { ...account, readyToPayoutInstruction: 'all' }
  await ask('gateway-accounts/put', { id: 'gw_card', body })
  const leg = { paymentInstrumentId: 'card_cus_1', gatewayAccountId: 'gw_card', amount: 5 }
  const made = await ask('payout-request-allocations/create', { body: { payoutRequestId: id, ...leg } })
  return { id, allocationId: made.body.id }
}

it('is asked for by the customer when nobody else is named', async () => {
  for (const body of [undefined, {}, { description: null }])
    expect((await cancel(await newRequest(), body)).body).toMatchObject({
      status: 'canceled',
      cancellationReason: { canceledBy: 'customer', description: null },
    })
})

it.each(CANCELERS)('is asked for by the %s, with what they say', async (canceledBy) => {
  const id = await newRequest()
  const answer = await cancel(id, { canceledBy, description: 'Changed my mind' })
  expect(answer.body.cancellationReason).toEqual({ canceledBy, description: 'Changed my mind' })
  expect(answer.body).toEqual(await get(id))
  expect(answer.headers).toMatchObject({
    ETag: '"2"',
    Location: `https://api.test/v1/organizations/${organization}/payout-requests/${id}`,
  })
})

it('names all that is wrong with a cancellation', async () => {
  const body = { canceledBy: 'nobody', description: 'x'.repeat(256) }
  expect(fieldsOf(await cancel(await newRequest(), body))).toEqual(['canceledBy', 'description'])
  expect((await cancel('unknown')).status).toBe(404)
})

it.each(Object.entries(PAYOUT_REQUEST_EDGES))(
  'goes from %s where rules §2 have the edge',
  async (from, edges) => {
    const answer = await cancel(await inStatus(from))
    if ('canceled' in edges) expect([answer.status, answer.body.status]).toEqual([200, 'canceled'])
    else
      expect([answer.status, answer.body]).toMatchObject([
        409,
        { type: problem('transition-not-allowed'), from, to: 'canceled', allowed: Object.keys(edges) },
      ])
  },
)

it('does not cancel a blocked request', async () => {
  const id = await newRequest()
  await ask('payout-requests/patch', { id, body: { blocked: true } })
  expect((await cancel(id)).body.type).toBe(problem('blocked'))
  expect(await get(id)).toMatchObject({ status: 'ready', cancellationReason: null })
})

it.each(['cancel', 'patch'])(
  '%s waits until no allocation is under way; what was paid stays paid',
  async (way) => {
    const body = way === 'cancel' ? {} : { status: 'canceled', canceledBy: 'customer' }
    const { id, allocationId } = await allocated()
    const refused = await ask(`payout-requests/${way}`, { id, body })
    expect([refused.status, refused.body.type]).toEqual([409, problem('transition-not-allowed')])

    const table = desk.table.as(organization)
    const paid = { set: [['paidMinor', 500] as const] } // as its completion leaves it
    await commit(table, [{ key: requestKey(organization, id), update: paid }])
    const canceled = await ask(`payout-requests/${way}`, { id, body })
    expect(canceled.body).toMatchObject({ status: 'canceled', paidAmount: 5, availableAmount: 7.5 })
    expect(canceled.body.allocations.map((one: { id: string }) => one.id)).toEqual([allocationId])
  },
)

it('is done once for the same Idempotency-Key, and not over a newer version', async () => {
  const id = await newRequest()
  const stale = await ask('payout-requests/cancel', { id, headers: { 'If-Match': '"7"' } })
  expect(stale.status).toBe(412)
  const headers = { 'Idempotency-Key': 'once' }
  const first = await ask('payout-requests/cancel', { id, headers })
  const again = await ask('payout-requests/cancel', { id, headers })
  expect([again.status, again.body]).toEqual([200, first.body])
  expect(again.headers['Idempotent-Replayed']).toBe('true')
  expect((await cancel(id)).status).toBe(409)
})
