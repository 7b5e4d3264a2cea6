import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { allocationKey, requestKey, transactionKey } from '../../../shared/repository/keys.ts'
import { commit } from '../../../shared/repository/write.ts'
import { SALE } from '../../harness/customers.ts'
import { type Ask, newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { readyRequests } from '../../harness/payout-requests.ts'
import { batchOf, finishedRun } from '../../harness/runs.ts'

let desk: TestDesk
let organization: string
let ask: Ask

beforeAll(async () => {
  desk = await startTestDesk()
})
beforeEach(async () => {
  organization = newOrganization()
  ask = desk.as(organization)
  vi.useFakeTimers({ toFake: ['Date'] })
  at('2026-03-01T00:00:00.000Z')
  const body = { gatewayName: 'TestProcessor', acceptedCurrencies: ['EUR', 'USD'], method: 'payment-card' }
  for (const [id, readyToPayoutInstruction] of [
    ['gw_covered', 'covered-payout'],
    ['gw_all', 'all'],
  ] as const)
    await ask('gateway-accounts/put', { id, body: { ...body, readyToPayoutInstruction } })
  const card = { customerId: 'cus_1', method: 'payment-card', brand: 'Visa' }
  await ask('payment-instruments/put', { id: 'card_cus_1', body: card })
})
afterEach(() => vi.useRealTimers())
afterAll(() => desk.stop())

const at = (time: string) => vi.setSystemTime(new Date(time))
const ASK = { websiteId: 'web_1', customerId: 'cus_1', currency: 'EUR', amount: 10 }

const newRequest = async (more: object = {}, status?: string): Promise<string> => {
  const { id } = (await ask('payout-requests/create', { body: { ...ASK, ...more } })).body
  if (status) await ask('payout-requests/patch', { id, body: { status } })
  return id
}

async function allocated(gatewayAccountId = 'gw_all', amount = 10): Promise<string> {
  const payoutRequestId = await newRequest({ amount }, 'approved')
  const body = { payoutRequestId, paymentInstrumentId: 'card_cus_1', gatewayAccountId, amount }
  return (await ask('payout-request-allocations/create', { body })).body.id
}

const attention = async () => (await ask('attention/get', { method: 'GET' })).body

/** What is not at zero, by kind. */
async function concerns(): Promise<unknown[]> {
  const { concerns: all } = await attention()
  return all
    .filter(({ count }: { count: number }) => count > 0)
    .map(({ kind, reason, count, totalAmountByCurrency }: any) => {
      const amounts = totalAmountByCurrency.map(({ currency, amount }: any) => `${amount} ${currency}`)
      return [kind, ...(reason === null ? [] : [reason]), count, ...amounts]
    })
}

/** As a worker or a gateway's word leaves it. */
async function become(allocationId: string, fields: Record<string, unknown>): Promise<void> {
  const { body } = await ask('payout-request-allocations/get', { id: allocationId })
  const update = { set: Object.entries({ updatedTime: new Date().toISOString(), ...fields }) }
  await commit(desk.table.as(organization), [
    { key: allocationKey(organization, body.payoutRequestId, 1), update },
  ])
}

it('says so when there is nothing', async () => {
  const body = await attention()
  expect(body).toMatchObject({ checkedTime: '2026-03-01T00:00:00.000Z', totalRelation: 'eq' })
  expect(await concerns()).toEqual([])
  expect(new Set(body.concerns.map(({ kind }: { kind: string }) => kind)).size).toBe(12)
  expect(body.concerns[0]).toEqual({
    kind: 'ready',
    reason: null,
    count: 0,
    totalAmountByCurrency: [],
    oldestTime: null,
    oldestAgeSeconds: null,
  })
})

describe('payout requests', () => {
  it('that are ready or approved for longer than the targets are counted, by currency', async () => {
    await newRequest({ amount: 1 })
    await newRequest({ amount: 2 })
    await newRequest({ amount: 4, currency: 'USD' })
    await newRequest({ amount: 8 }, 'approved')
    at('2026-03-01T12:00:00.000Z')
    await newRequest({ amount: 16 })
    at('2026-03-02T00:00:00.000Z')
    expect(await concerns()).toEqual([])
    at('2026-03-02T00:00:00.001Z')
    expect(await concerns()).toEqual([
      ['ready', 3, '3 EUR', '4 USD'],
      ['approved', 1, '8 EUR'],
    ])
    await ask('organizations/patch', {
      id: organization,
      body: { settings: { payoutTargets: { ready: 12, approved: 48 } } },
    })
    at('2026-03-02T06:00:00.000Z')
    expect(await concerns()).toEqual([['ready', 4, '19 EUR', '4 USD']])
    const [ready] = (await attention()).concerns
    expect(ready).toMatchObject({ oldestTime: '2026-03-01T00:00:00.000Z', oldestAgeSeconds: 30 * 3600 })
  })

  it('that are blocked are counted as that, as long as they may go on', async () => {
    const [blocked, pending, canceled] = [
      await newRequest(),
      await newRequest({}, 'pending'),
      await newRequest({}),
    ]
    for (const id of [blocked, pending, canceled])
      await ask('payout-requests/patch', { id, body: { blocked: true } })
    const update = { set: [['status', 'canceled'] as const] }
    await commit(desk.table.as(organization), [{ key: requestKey(organization, canceled), update }])
    at('2026-03-09T00:00:00.000Z')
    expect(await concerns()).toEqual([['blocked', 2, '20 EUR']])
  })

  it('that a run left unallocated are counted by its reasons', async () => {
    await ask('transactions/create', { body: { ...SALE, gatewayAccountId: 'gw_covered', amount: 6 } })
    await ask('gateway-accounts/patch', { id: 'gw_all', body: { status: 'inactive' } })
    const [partly, nobody, moved, removed] = [
      await newRequest({ amount: 10 }, 'approved'),
      await newRequest({ customerId: 'cus_2', amount: 5 }, 'approved'),
      await newRequest({ customerId: 'cus_3', amount: 7 }, 'approved'),
      await newRequest({ customerId: 'cus_4', amount: 9 }, 'approved'),
    ]
    const batch = await batchOf(ask, [partly, nobody, moved, removed])
    expect(await concerns()).toEqual([])
    await finishedRun(ask, desk.table.as(organization), batch)
    await ask('payout-requests/patch', { id: moved, body: { status: 'ready' } })
    const members = { payoutRequestIds: [removed] }
    await ask('payout-request-batches/remove', { id: batch, body: members })
    expect(await concerns()).toEqual([
      ['unallocated', 'no-instrument', 1, '5 EUR'],
      ['unallocated', 'partially-allocated', 1, '4 EUR'],
    ])
    const { allocations } = (await ask('payout-requests/get', { id: partly })).body
    const canceled = { id: allocations[0].id, body: { status: 'canceled' } }
    await ask('payout-request-allocations/patch', canceled)
    expect(await concerns()).toContainEqual(['unallocated', 'partially-allocated', 1, '10 EUR'])
  })
})

describe('allocations', () => {
  it.each([
    ['pending', 24],
    ['queued', 0.25],
    ['processing', 1],
    ['waiting-completion', 72],
  ])('that are %s for longer than %d hours are counted', async (status, hours) => {
    const id = await allocated()
    await become(id, { status })
    const target = Date.now() + hours * 3_600_000
    vi.setSystemTime(target)
    expect(await concerns()).toEqual([])
    vi.setSystemTime(target + 1)
    expect(await concerns()).toEqual([[status, 1, '10 EUR']])
    await become(id, { status: 'completed' })
    expect(await concerns()).toEqual([])
  })

  it('of which nobody knows what became are counted at once', async () => {
    await become(await allocated(), { status: 'processing', transactionStatus: 'timeout' })
    expect(await concerns()).toEqual([['unknown', 1, '10 EUR']])
  })

  it('that their exposure covers no more are counted until it does', async () => {
    await ask('transactions/create', {
      body: { ...SALE, id: 'txn_sale', gatewayAccountId: 'gw_covered' },
    })
    await allocated('gw_covered')
    expect(await concerns()).toEqual([])
    await ask('transactions/patch', { id: 'txn_sale', body: { status: 'disputed' } })
    expect(await concerns()).toEqual([['uncovered', 1, '10 EUR']])
    await ask('transactions/patch', { id: 'txn_sale', body: { status: 'completed' } })
    expect(await concerns()).toEqual([])
  })

  it.each([
    ['declined', 'approved', 10, true],
    ['failed', 'approved', 10, true],
    ['completed', 'declined', 10, true],
    ['completed', 'approved', 11, true],
    ['completed', 'approved', 10, false],
    ['declined', 'declined', 10, false],
    ['processing', 'unknown', 10, false],
  ])(
    'that are %s and their credit %s of %d: conflicting is %s',
    async (status, result, amount, isConflict) => {
      const id = await allocated()
      const begun = await ask('payout-request-allocations/patch', { id, body: { status: 'processing' } })
      await become(id, { status })
      const key = transactionKey(organization, begun.body.transactionId)
      const update = { set: Object.entries({ result, amountMinor: amount * 100 }) }
      await commit(desk.table.as(organization), [{ key, update }])
      expect(await concerns()).toEqual(isConflict ? [['conflicting-result', 1, '10 EUR']] : [])
    },
  )
})

it('says that there may be more than one call looks into', async () => {
  await readyRequests(desk.table.as(organization), 2_001, () => ({ blocked: true, amountMinor: 100n }))
  expect(await attention()).toMatchObject({ totalRelation: 'gte' })
  expect(await concerns()).toEqual([['blocked', 2_000, '2000 EUR']])
})

it('knows nothing of other organizations', async () => {
  await newRequest({ blocked: true })
  ask = desk.as(newOrganization())
  expect(await concerns()).toEqual([])
})
