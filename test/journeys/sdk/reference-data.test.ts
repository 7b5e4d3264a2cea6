import { beforeAll, expect, it } from 'vitest'
import { type JourneyDesk, type JourneyOrganization, sharedDesk } from '../harness/desk.ts'
import { ACCOUNT, CARD } from '../harness/steps.ts'
import { rejection, type Sdk, sdkOf, uncalled } from './sdk.ts'

let desk: JourneyDesk
let us: JourneyOrganization
let sdk: Sdk

beforeAll(async () => {
  desk = await sharedDesk()
  us = await desk.newOrganization()
  sdk = sdkOf(desk, us)
})

const SALE = {
  type: 'sale',
  result: 'approved',
  amount: 12.34,
  currency: 'EUR',
  customerId: 'cus_1',
  paymentInstrumentId: 'inst_1',
  gatewayAccountId: 'gw_1',
}

it('keeps gateway accounts: created with and without an id, read, replaced, changed, switched off and on', async () => {
  const { gatewayAccounts } = sdk.api
  const own = await gatewayAccounts.create({ id: 'gw_1', data: ACCOUNT })
  expect(own.response.status).toBe(201)
  expect(own.fields).toMatchObject({ ...ACCOUNT, id: 'gw_1', status: 'active' })

  const generated = await gatewayAccounts.create({ data: { ...ACCOUNT, gatewayName: 'TestProcessor' } })
  expect(generated.fields.id).toMatch(/^gw_acc_/)

  const replaced = await gatewayAccounts.upsert({ id: 'gw_1', data: { ...ACCOUNT, isDown: true } })
  expect([replaced.response.status, replaced.fields.isDown]).toEqual([200, true])
  const changed = await gatewayAccounts.update({ id: 'gw_1', data: { isDown: false } })
  expect(changed.fields).toMatchObject({ ...ACCOUNT, isDown: false })
  expect((await gatewayAccounts.disable({ id: 'gw_1' })).fields.status).toBe('inactive')
  expect((await gatewayAccounts.enable({ id: 'gw_1' })).fields.status).toBe('active')
  expect((await gatewayAccounts.get({ id: 'gw_1' })).fields).toMatchObject({ ...ACCOUNT, status: 'active' })

  const listed = await gatewayAccounts.getAll({ limit: 1, sort: ['id'] })
  expect([listed.total, listed.limit, listed.offset]).toEqual([2, 1, 0])
  expect(listed.items).toHaveLength(1)
})

it('keeps payment instruments: created, read, changed, deactivated', async () => {
  const { paymentInstruments } = sdk.api
  const created = await paymentInstruments.create({ data: { ...CARD, id: 'inst_1' } })
  expect(created.response.status).toBe(201)
  expect(created.fields).toMatchObject({ ...CARD, id: 'inst_1', status: 'active' })
  const wallet = await paymentInstruments.create({ data: { customerId: 'cus_1', method: 'paypal' } })
  expect(wallet.fields.id).toMatch(/^inst_/)

  const changed = await paymentInstruments.update({ id: wallet.fields.id, data: { status: 'inactive' } })
  expect(changed.fields.status).toBe('inactive')
  expect((await paymentInstruments.deactivate({ id: wallet.fields.id })).fields.status).toBe('deactivated')
  expect((await paymentInstruments.get({ id: wallet.fields.id })).fields.status).toBe('deactivated')

  await expect
    .poll(async () => (await paymentInstruments.getAll({ filter: 'customerId:cus_1;status:active' })).items)
    .toMatchObject([{ fields: { id: 'inst_1' } }])
})

it('records transactions once, and disputes them', async () => {
  const { transactions } = sdk.api
  const recorded = await transactions.create({ data: { ...SALE, id: 'txn_1' } })
  expect(recorded.response.status).toBe(201)
  expect(recorded.fields).toMatchObject({ ...SALE, id: 'txn_1', status: 'completed' })
  expect((await transactions.create({ data: { ...SALE, id: 'txn_1' } })).response.status).toBe(200)

  expect((await transactions.patch({ id: 'txn_1', data: { status: 'disputed' } })).fields.status).toBe(
    'disputed',
  )
  expect((await transactions.get({ id: 'txn_1' })).fields).toMatchObject({
    amount: 12.34,
    status: 'disputed',
  })
  await expect
    .poll(() => transactions.getAll({ filter: 'paymentInstrumentId:inst_1;status:disputed' }))
    .toMatchObject({ total: 1, items: [{ fields: { id: 'txn_1' } }] })
})

it('keeps the settings of the organization and of its websites', async () => {
  const { organizations, websites } = sdk.api
  const order = ['paypal', 'payment-card', 'selected-payment-instrument']
  const settings = { payoutRequestAllocationOrder: order }
  expect((await organizations.update({ id: us.id, data: { settings } })).fields.settings).toMatchObject(
    settings,
  )
  expect((await organizations.get({ id: us.id })).fields.settings).toMatchObject(settings)

  const payoutRequest = {
    automaticReadinessEnabled: true,
    pendingPeriodHours: 48,
    automaticReadinessTime: '10:00:00Z',
  }
  const website = { name: 'Shop', url: 'https://shop.example', settings: { payoutRequest } }
  const created = await websites.create({ id: 'web_1', data: website })
  expect([created.response.status, created.fields.name]).toEqual([201, 'Shop'])
  const renamed = await websites.update({ id: 'web_1', data: { ...website, name: 'Store' } })
  expect([renamed.response.status, renamed.fields.name]).toEqual([200, 'Store'])
  expect((await websites.get({ id: 'web_1' })).fields).toMatchObject({ ...website, name: 'Store' })
})

it('keeps webhooks: registered with and without an id, read, replaced as they were read, deleted', async () => {
  const { webhooks } = sdk.api
  const hook = { url: 'https://hooks.example.org/', method: 'POST', headers: [], credentialHash: 'hash' }
  const made = await webhooks.create({ data: { ...hook, eventsFilter: ['payout-request-created'] } })
  expect(made.fields).toMatchObject({ status: 'active', secret: expect.stringMatching(/^whsec_/) })
  const own = await webhooks.create({ id: 'hook_1', data: hook })
  expect([own.response.status, own.fields.id]).toEqual([201, 'hook_1'])

  const { fields: read } = await webhooks.get({ id: 'hook_1' })
  const data = { ...read, filter: 'currency:EUR' }
  const replaced = await webhooks.update({ id: 'hook_1', data })
  expect([replaced.response.status, replaced.fields.filter]).toEqual([200, 'currency:EUR'])
  expect((await webhooks.getAll({ filter: 'status:active', limit: 1 })).total).toBe(2)
  expect((await webhooks.delete({ id: 'hook_1' })).response.status).toBe(204)
  expect((await webhooks.getAll()).items).toMatchObject([{ fields: { id: made.fields.id } }])
})

it('reports a taken id as the conflict that the client promises', async () => {
  const taken = sdk.api.websites.create({ id: 'web_1', data: { name: 'Another' } })
  expect((await rejection(taken)).name).toBe('RebillyConflictError')
  expect((await sdk.api.websites.get({ id: 'web_1' })).fields.name).toBe('Store')
})

it('called every operation on reference data that the client knows', () => {
  const calledWithPayouts = ['PostTransactionUpdate', 'PostTransactionQuery']
  const unknownToClient = [
    'PutPaymentInstrument',
    'PatchWebhook',
    'GetWebhookDeliveryCollection',
    'PostWebhookRedelivery',
    'GetAttention',
  ]
  const left = uncalled(sdk.called, (path) => !path.startsWith('/payout-request'))
  expect(left.filter((operation) => !calledWithPayouts.includes(operation))).toEqual(unknownToClient)
})
