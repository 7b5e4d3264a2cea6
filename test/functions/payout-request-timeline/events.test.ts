import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testBus } from '../../harness/bus.ts'
import { newCustomer } from '../../harness/customers.ts'
import { type Ask, newOrganization, type TestDesk } from '../../harness/desk.ts'
import { startFrontedDesk } from '../../harness/fronted-desk.ts'
import { announce } from './announced.ts'

let desk: TestDesk
let organization: string
let ask: Ask
let id: string

beforeAll(async () => {
  desk = await startFrontedDesk({ services: { events: testBus().service } })
})
beforeEach(async () => {
  organization = newOrganization()
  ask = desk.as(organization)
  await newCustomer(ask)
  const account = { gatewayName: 'TestProcessor', method: 'payment-card', acceptedCurrencies: ['EUR'] }
  const body = { ...account, readyToPayoutInstruction: 'all' }
  await ask('gateway-accounts/put', { id: 'gw_card', body })
  id = (await ask('payout-requests/create', { body: ASK, userId: 'usr_maker' })).body.id
})
afterAll(() => desk.stop())

const ASK = { websiteId: 'web_1', customerId: 'cus_1', currency: 'EUR', amount: 100 }
const told = () => announce(desk.table.as(organization), id)
const timeline = async () =>
  (await ask('payout-request-timeline/list', { id, query: { sort: 'occurredTime' } })).body

/** What one more change of the request tells, who did it, and when: once, however often it is told. */
async function newlyTold(change: () => Promise<{ status: number; text: string }>) {
  await told()
  const before = (await timeline()).length
  const answer = await change()
  if (answer.status >= 300) throw new Error(`The change was refused: ${answer.text}`)
  await told()
  await told()
  const { updatedTime } = (await ask('payout-requests/get', { id })).body
  return (await timeline()).slice(before).map(({ type, message, extraData, occurredTime }: any) => {
    expect(occurredTime).toBe(updatedTime)
    return { type, message, by: extraData.author.userId }
  })
}

const patched = (body: object) => () => ask('payout-requests/patch', { id, body, userId: 'usr_2' })
const LEG = { paymentInstrumentId: 'card_cus_1', gatewayAccountId: 'gw_card', amount: 60 }
const allocate = () =>
  ask('payout-request-allocations/create', { body: { payoutRequestId: id, ...LEG }, userId: 'usr_2' })

it('tells of its creation', async () => {
  await told()
  expect(await timeline()).toMatchObject([
    {
      type: 'payout-request-created',
      triggeredBy: 'direct-api',
      extraData: { author: { userId: 'usr_maker' } },
    },
  ])
})

describe('tells of every change by a person', () => {
  it.each([
    ['approved', { status: 'approved' }, 'payout-request-approved', 'Approved'],
    ['pending', { status: 'pending' }, 'payout-request-returned-to-pending', 'Returned to pending'],
    [
      'canceled',
      { status: 'canceled', canceledBy: 'merchant', cancellationDescription: 'No funds' },
      'payout-request-canceled',
      'No funds',
    ],
    [
      'blocked',
      { blocked: true, blockReason: 'aml-review', blockDescription: 'Look twice' },
      'payout-request-blocked',
      'Blocked: aml-review: Look twice',
    ],
    ['described', { description: 'Winnings' }, 'payout-request-modified', 'Description changed'],
  ])('%s', async (_, body, type, message) => {
    expect(await newlyTold(patched(body))).toEqual([{ type, message, by: 'usr_2' }])
  })

  it('back from what it became', async () => {
    await patched({ status: 'approved' })()
    const type = 'payout-request-approval-undone'
    expect(await newlyTold(patched({ status: 'ready' }))).toMatchObject([{ type, by: 'usr_2' }])
    await patched({ blocked: true })()
    expect(await newlyTold(patched({ blocked: false }))).toMatchObject([{ type: 'payout-request-unblocked' }])
    await patched({ status: 'pending' })()
    expect(await newlyTold(patched({ status: 'ready' }))).toMatchObject([{ type: 'payout-request-ready' }])
  })

  it('several at once, each by itself', async () => {
    const all = patched({ blocked: true, status: 'pending', description: 'Both' })
    expect((await newlyTold(all)).map(({ type }: { type: string }) => type)).toEqual([
      'payout-request-blocked',
      'payout-request-returned-to-pending',
      'payout-request-modified',
    ])
  })

  it('put in another way', async () => {
    const body = { ...ASK, paymentInstrumentId: 'card_cus_1', description: 'Other' }
    const put = () => ask('payout-requests/put', { id, body, userId: 'usr_2' })
    expect(await newlyTold(put)).toEqual([
      {
        type: 'payout-request-modified',
        message: 'Payment instrument or redirect URL changed',
        by: 'usr_2',
      },
      { type: 'payout-request-modified', message: 'Description changed', by: 'usr_2' },
    ])
  })
})

it('tells of its allocations: made, begun and canceled', async () => {
  await patched({ status: 'approved' })()
  expect(await newlyTold(allocate)).toMatchObject([{ type: 'payout-request-allocated', by: 'usr_2' }])
  const { allocations } = (await ask('payout-requests/get', { id })).body
  const become = (status: string, one: { id: string }) => () =>
    ask('payout-request-allocations/patch', { id: one.id, body: { status }, userId: 'usr_2' })
  expect(await newlyTold(become('canceled', allocations[0]))).toEqual([
    { type: 'payout-request-modified', message: 'Allocation canceled', by: 'usr_2' },
  ])
  const { body } = await allocate()
  expect(await newlyTold(become('processing', body))).toMatchObject([
    { type: 'payout-request-processing-started', by: 'usr_2' },
  ])
})

it('names the payout requests that it was split into', async () => {
  const body = { amounts: [60, 40], splitReason: 'other', splitDescription: 'Two cards' }
  const children = (await ask('payout-requests/split', { id, body, userId: 'usr_2' })).body
  await told()
  const [split] = (await ask('payout-request-timeline/list', { id })).body
  expect(split).toMatchObject({
    type: 'payout-request-split',
    message: 'Split into 2 payout requests: Two cards',
    extraData: {
      author: { userId: 'usr_2' },
      links: children.map((child: { id: string }) => ({
        resourceType: 'payout-request',
        resourceId: child.id,
      })),
    },
  })
  id = children[0].id
  await told()
  expect(await timeline()).toMatchObject([
    { type: 'payout-request-created', message: expect.stringContaining('Split from') },
  ])
})
