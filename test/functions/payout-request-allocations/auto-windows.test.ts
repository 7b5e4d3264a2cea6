import { afterAll, beforeAll, expect, it } from 'vitest'
import { capsOf, hourOf, leftMinor } from '../../../shared/domain/period-window.ts'
import { windowsOf } from '../../../shared/repository/windows.ts'
import { newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { account, card, giveInstruments, openAccounts } from '../../harness/world.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

/** Each customer has a card; gw_1 pays anything, but automatically no more than 50 EUR in 24 hours. */
async function capped() {
  const organization = newOrganization()
  const table = desk.table.as(organization)
  const ask = desk.as(organization)
  const cap = { currency: 'EUR', amountMinor: 50_00n, since: 1 }
  const gateway = account('gw_1', {
    payoutLimits: { maxPerTransaction: [], minPerTransaction: [], maxPerPeriod: [cap] },
  })
  await openAccounts(table, gateway)
  const customers = ['cus_0', 'cus_1', 'cus_2']
  await giveInstruments(table, ...customers.map((id) => card(id, `inst_${id}`)))
  const get = async (id: string) => (await ask('payout-requests/get', { id })).body
  return {
    ask,
    get,
    async requests(...amounts: number[]) {
      const made = await approvedRequests(table, amounts.length, (i) => ({
        customerId: `cus_${i % customers.length}`,
        amountMinor: BigInt(amounts[i] ?? 0) * 100n,
      }))
      return made.map(({ id }) => id)
    },
    auto: (payoutRequestId: string) => ask('payout-request-allocations/auto', { body: { payoutRequestId } }),
    /** What is not given back of these requests, in EUR. */
    placed: async (ids: readonly string[]) =>
      (await Promise.all(ids.map(get)))
        .flatMap(({ allocations }) => allocations)
        .filter(({ status }) => status !== 'canceled')
        .reduce((sum, { amount }) => sum + amount, 0),
    async leftMinor() {
      const [window] = await windowsOf(table, capsOf([gateway], new Set(['EUR'])))
      return window && leftMinor(window, hourOf(new Date().toISOString()))
    },
  }
}

it('places no more than the cap of an account leaves, of whichever customer', async () => {
  const { auto, leftMinor, placed, requests } = await capped()
  const ids = await requests(30, 30, 30)
  const answers = []
  for (const id of ids) answers.push(await auto(id))
  expect(answers.map(({ headers }) => headers['Payout-Outcome'])).toEqual([
    'allocated',
    'partially-allocated',
    undefined,
  ])
  expect(answers[2]?.body).toMatchObject({ reason: 'no-capacity', reasons: ['period-maximum-used-up'] })
  expect([await placed(ids), await leftMinor()]).toEqual([50, 0n])
})

it('never places more than the cap, and all that it allows, however many ask at once', async () => {
  const { auto, leftMinor, placed, requests } = await capped()
  const ids = await requests(9, 9, 9, 9, 9, 9, 9, 9)
  await Promise.all(ids.map(auto))
  for (const id of ids) await auto(id) // those that gave up waiting for each other
  expect([await placed(ids), await leftMinor()]).toEqual([50, 0n])
})

it('lets people pay past the cap, which does not count what they do', async () => {
  const { ask, auto, leftMinor, placed, requests } = await capped()
  const [id = '', other = ''] = await requests(80, 20)
  const pair = { paymentInstrumentId: 'inst_cus_0', gatewayAccountId: 'gw_1' }
  await ask('payout-request-allocations/create', { body: { payoutRequestId: id, ...pair, amount: 80 } })
  await auto(other)
  expect([await placed([id, other]), await leftMinor()]).toEqual([100, 30_00n])
})

it('has the whole cap again when what was taken is canceled, one by one or at one call', async () => {
  const { ask, auto, get, leftMinor, requests } = await capped()
  const ids = await requests(10, 10, 10, 10) // two of them are one customer's
  for (const id of ids) await auto(id)
  expect(await leftMinor()).toBe(10_00n)
  const [allocation] = (await get(ids[1] ?? '')).allocations
  await ask('payout-request-allocations/patch', { id: allocation.id, body: { status: 'canceled' } })
  expect(await leftMinor()).toBe(20_00n)

  const { body } = await ask('payout-request-batches/create', { body: { payoutRequestIds: ids } })
  expect((await ask('payout-request-batches/cancel-allocations', { id: body.id })).status).toBe(200)
  expect(await leftMinor()).toBe(50_00n)
  expect((await Promise.all(ids.map(get))).map(({ availableAmount }) => availableAmount)).toEqual([
    10, 10, 10, 10,
  ])
})
