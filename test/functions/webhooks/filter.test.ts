import { expect, it } from 'vitest'
import { listensTo, ToldEvent } from '../../../shared/contracts/event-filter.ts'
import type { Webhook } from '../../../shared/domain/webhook.ts'
import { type EventFields, requestEvent } from '../../harness/delivering.ts'

const webhook = (fields: Partial<Webhook>): Webhook => ({
  ...{ id: 'hook_1', url: 'https://hooks.example.org/', eventsFilter: [], filter: null, status: 'active' },
  ...{ secret: 'x'.repeat(24), pause: null, version: 1, createdTime: '', updatedTime: '' },
  ...fields,
})

const hears = (fields: Partial<Webhook>, event: Partial<EventFields>) =>
  listensTo(webhook(fields), ToldEvent.parse(requestEvent('org_1', event)))

it('hears every event without a list, else those on it', () => {
  expect(hears({}, { eventType: 'payout-request-canceled' })).toBe(true)
  const eventsFilter = ['payout-request-fulfilled']
  expect(hears({ eventsFilter }, { eventType: 'payout-request-fulfilled' })).toBe(true)
  expect(hears({ eventsFilter }, { eventType: 'payout-request-created' })).toBe(false)
})

it.each([
  ['amount:100..', { amount: 100 }, true],
  ['amount:100.01..', { amount: 100 }, false],
  ['amount:100..;currency:eur', { amount: 250.5, currency: 'EUR' }, true],
  ['status:approved,canceled', { status: 'ready' }, false],
  ['blocked:true', { blocked: true }, true],
  ['blockReason:null', { blockReason: null }, true],
  ['customerId:!cus_1', { customerId: 'cus_1' }, false],
  ['createdTime:2026-03-02', { createdTime: '2026-03-02T09:14:03.120Z' }, true],
  ['batchId:preq_batch_1', { batchId: 'preq_batch_1' }, true],
])('with the filter %s of a payout request %j: %s', (filter, request, expected) => {
  expect(hears({ filter }, { request })).toBe(expected)
})

it('passes what is about no payout request: a filter has nothing to judge it by', () => {
  const event = {
    ...requestEvent('org_1'),
    ...{
      eventType: 'payout-request-batch-created',
      _embedded: { payoutRequestBatch: { id: 'preq_batch_1' } },
    },
  }
  expect(listensTo(webhook({ filter: 'currency:JPY' }), ToldEvent.parse(event))).toBe(true)
})
