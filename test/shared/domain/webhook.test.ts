import { describe, expect, it } from 'vitest'
import { concernOfWebhook } from '../../../shared/domain/attention.ts'
import { newDelivery } from '../../../shared/domain/delivery.ts'
import { type Redelivery, redelivers } from '../../../shared/domain/redelivery.ts'
import {
  isKeptInformed,
  missedSince,
  paused,
  registerWebhook,
  replaceWebhook,
  type WebhookAsk,
  wantsEvent,
} from '../../../shared/domain/webhook.ts'

const AT = '2026-03-02T10:00:00.000Z'
const LATER = '2026-03-03T10:00:00.000Z'

const ASK: WebhookAsk = {
  url: 'https://shop.example/hook',
  eventsFilter: [],
  filter: null,
  status: 'active',
  secret: 'a secret of some length',
}

const ACTIVE = registerWebhook('hook_1', ASK, AT)
const PAUSED = paused(ACTIVE, 'gone', LATER)
const INACTIVE = replaceWebhook(ACTIVE, { ...ASK, status: 'inactive' }, LATER)

describe('a webhook', () => {
  it('is registered as it is asked for', () => {
    expect(ACTIVE).toEqual({
      ...ASK,
      id: 'hook_1',
      pause: null,
      version: 1,
      createdTime: AT,
      updatedTime: AT,
    })
  })

  it('is replaced by all that its owner says', () => {
    const ask = { ...ASK, url: 'https://shop.example/other', eventsFilter: ['payout-request-created'] }
    expect(replaceWebhook(ACTIVE, ask, LATER)).toEqual({ ...ACTIVE, ...ask, version: 2, updatedTime: LATER })
  })

  it('is paused by the desk, which says since when and why, and that somebody should look', () => {
    const pause = { since: LATER, reason: 'gone' }
    expect(PAUSED).toEqual({ ...ACTIVE, status: 'inactive', pause, version: 2, updatedTime: LATER })
    expect(concernOfWebhook(PAUSED)).toEqual([
      { kind: 'webhook-paused', ...pause, currency: null, amountMinor: 0n },
    ])
    for (const other of [ACTIVE, INACTIVE]) expect(concernOfWebhook(other)).toEqual([])
  })

  it('stays paused until its owner sets it active', () => {
    expect(replaceWebhook(PAUSED, { ...ASK, status: 'inactive' }, LATER).pause).toEqual(PAUSED.pause)
    expect(replaceWebhook(PAUSED, ASK, LATER)).toMatchObject({ status: 'active', pause: null })
  })
})

it.each([
  ['active', ACTIVE, true],
  ['paused by the desk', PAUSED, true],
  ['inactive by its owner’s will', INACTIVE, false],
])('what happens while it is %s is kept for it: %s', (_, webhook, isKept) => {
  expect(isKeptInformed(webhook)).toBe(isKept)
})

it.each([
  [[], true],
  [['payout-request-created', 'payout-request-fulfilled'], true],
  [['payout-request-created'], false],
])('one for %j wants to know what is fulfilled: %s', (eventsFilter, wants) => {
  expect(wantsEvent({ ...ACTIVE, eventsFilter }, 'payout-request-fulfilled')).toBe(wants)
})

it.each([
  ['active again after a pause', PAUSED, ACTIVE, '2026-03-01T10:00:00.000Z'],
  ['active as before', ACTIVE, ACTIVE, null],
  ['not active yet', PAUSED, INACTIVE, null],
])('one that is %s has missed all since %s', (...[, before, after, since]) => {
  expect(missedSince(before, after)).toBe(since)
})

describe('a redelivery', () => {
  const delivery = newDelivery(
    'hook_1',
    { eventId: 'evt_1', eventType: 'payout-request-created', occurredTime: AT },
    AT,
  )
  const ALL: Redelivery = {
    id: 'redelivery_1',
    webhookId: 'hook_1',
    eventId: null,
    since: AT,
    until: AT,
    onlyUndelivered: false,
    createdTime: LATER,
  }

  it.each<[string, Partial<Redelivery>, boolean]>([
    ['all of its time, both ends included', {}, true],
    ['that event', { eventId: 'evt_1' }, true],
    ['another event', { eventId: 'evt_2' }, false],
    ['what happened later', { since: '2026-03-02T10:00:00.001Z', until: LATER }, false],
    [
      'what happened earlier',
      { since: '2026-03-01T00:00:00.000Z', until: '2026-03-02T09:59:59.999Z' },
      false,
    ],
  ])('of %s', (_, asked, does) => {
    expect(redelivers({ ...ALL, ...asked }, { ...delivery, status: 'failed' })).toBe(does)
  })

  it.each([
    ['pending', false],
    ['delivered', false],
    ['held', true],
    ['failed', true],
  ] as const)('of what was not delivered, of one that is %s: %s', (status, does) => {
    expect(redelivers({ ...ALL, onlyUndelivered: true }, { ...delivery, status })).toBe(does)
    expect(redelivers(ALL, { ...delivery, status })).toBe(true)
  })

  it('does not begin a round twice', () => {
    expect(redelivers(ALL, { ...delivery, status: 'failed', redeliveryId: ALL.id })).toBe(false)
    expect(redelivers(ALL, { ...delivery, status: 'failed', redeliveryId: 'redelivery_0' })).toBe(true)
  })
})
