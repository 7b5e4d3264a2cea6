import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PayoutRequestEvent } from '../../shared/contracts/events.ts'
import { type LoopbackService, startHttpService } from '../shared/runtime/outbound/loopback-service.ts'
import { done } from './harness/client.ts'
import { type JourneyDesk, type JourneyOrganization, sharedDesk } from './harness/desk.ts'
import { ASK } from './harness/steps.ts'
import { sdkOf } from './sdk/sdk.ts'

let desk: JourneyDesk
let us: JourneyOrganization
let receiver: LoopbackService
let answer = 204

beforeAll(async () => {
  desk = await sharedDesk()
  us = await desk.newOrganization()
  receiver = await startHttpService((response) => response.writeHead(answer).end())
})
afterAll(() => receiver.stop())

const url = () => `http://127.0.0.1:${receiver.port}/payouts`
const log = (id: string) => done(us.call(`GET /webhooks/${id}/deliveries`))
const received = async (count: number) => {
  await expect.poll(() => receiver.calls.length, { timeout: 20_000 }).toBe(count)
  return receiver.calls[count - 1]
}

it('tells who registered with the published client of a payout request, in a message that can be trusted', async () => {
  const { api } = sdkOf(desk, us)
  const hook = await api.webhooks.create({
    data: {
      url: url(),
      eventsFilter: ['payout-request-created'],
      filter: 'amount:50..',
      credentialHash: 'hash',
    },
  })
  await api.payoutRequests.create({ data: { ...ASK, amount: 49.99 } })
  const { fields: request } = await api.payoutRequests.create({ data: ASK })

  const call = await received(1)
  const headers = call?.headers as Record<string, string>
  const event = new Webhook(hook.fields.secret).verify(call?.body ?? '', headers)
  expect(PayoutRequestEvent.parse(event)).toMatchObject({
    ...{ eventType: 'payout-request-created', organizationId: us.id, payoutRequestId: request.id },
    _embedded: { payoutRequest: { id: request.id, amount: 100, status: 'ready' } },
  })
  await expect
    .poll(() => log(hook.fields.id))
    .toMatchObject([
      { eventId: headers['webhook-id'], status: 'delivered', attempts: [{ number: 1, statusCode: 204 }] },
    ])
  await done(us.call(`DELETE /webhooks/${hook.fields.id}`))
})

it('pauses a webhook that is gone, shows it, and makes up for what it missed once it is active again', async () => {
  const body = { url: url(), eventsFilter: ['payout-request-created', 'payout-request-canceled'] }
  const { id } = await done(us.call('POST /webhooks', { body }))
  receiver.calls.splice(0)
  answer = 410
  const request = await done(us.call('POST /payout-requests', { body: ASK }))
  const shown = () => done(us.call(`GET /webhooks/${id}`))
  await expect.poll(shown, { timeout: 20_000 }).toMatchObject({ status: 'inactive', pauseReason: 'gone' })
  await done(us.call(`POST /payout-requests/${request.id}/cancel`))
  const statuses = async () => (await log(id)).map(({ status }: any) => status)
  await expect.poll(statuses, { timeout: 20_000 }).toEqual(['held', 'failed'])
  const { concerns } = await done(us.call('GET /attention'))
  expect(concerns.find(({ kind }: any) => kind === 'webhook-paused')).toMatchObject({
    count: 1,
    reason: 'gone',
  })

  answer = 200
  await done(us.call(`PATCH /webhooks/${id}`, { body: { status: 'active' } }))
  await expect.poll(statuses, { timeout: 20_000 }).toEqual(['delivered', 'delivered'])
  const types = receiver.calls.slice(1).map(({ body }) => JSON.parse(body).eventType)
  expect(types.toSorted()).toEqual(['payout-request-canceled', 'payout-request-created'])

  receiver.calls.splice(0)
  await done(us.call(`POST /webhooks/${id}/redeliver`, { body: { since: '2026-01-01T00:00:00Z' } }))
  await received(2)
})
