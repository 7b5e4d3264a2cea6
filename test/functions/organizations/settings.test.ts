import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { organizationSettings } from '../../../shared/repository/organizations.ts'
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

const get = () => ask('organizations/get', { id: organization })
const patch = (settings: unknown) => ask('organizations/patch', { id: organization, body: { settings } })
const ORDER = ['paypal', 'payment-card', 'alternative-payment-methods', 'selected-payment-instrument']
const DEFAULTS = {
  payoutRequestAllocationOrder: null,
  payoutRequestAllocationPolicy: 'largest-exposure',
  payoutTargets: { ready: 24, approved: 24, pending: 24, queued: 0.25, processing: 1, waitingCompletion: 72 },
}

describe('the settings', () => {
  it('are the defaults of the rules as long as nothing was set', async () => {
    expect(await get()).toMatchObject({
      status: 200,
      headers: { ETag: '"0"' },
      body: {
        id: organization,
        settings: DEFAULTS,
        createdTime: null,
        updatedTime: null,
        _links: [
          {
            rel: 'self',
            href: `https://api.test/v1/organizations/${organization}/organizations/${organization}`,
          },
        ],
      },
    })
    expect(await organizationSettings(desk.table.as(organization))).toMatchObject(DEFAULTS)
  })

  it('change where they are named and stay where they are not', async () => {
    await patch({ payoutRequestAllocationOrder: ORDER, payoutTargets: { queued: 0.5 } })
    const answer = await patch({
      payoutRequestAllocationPolicy: 'oldest-payment',
      payoutTargets: { ready: 8760 },
    })
    expect(answer).toMatchObject({ status: 200, headers: { ETag: '"2"' } })
    expect(answer.body.settings).toEqual({
      payoutRequestAllocationOrder: ORDER,
      payoutRequestAllocationPolicy: 'oldest-payment',
      payoutTargets: { ...DEFAULTS.payoutTargets, queued: 0.5, ready: 8760 },
    })
    expect((await get()).body).toEqual(answer.body)
    const cleared = await patch({ payoutRequestAllocationOrder: null })
    expect(cleared.body.settings.payoutRequestAllocationOrder).toBeNull()
    expect((await desk.as('org_other')('organizations/get', { id: 'org_other' })).body.settings).toEqual(
      DEFAULTS,
    )
  })

  it('all change when all are changed at once', async () => {
    const targets = ['ready', 'approved', 'pending', 'queued', 'processing', 'waitingCompletion']
    const answers = await Promise.all(targets.map((name, i) => patch({ payoutTargets: { [name]: i + 1 } })))
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200))
    expect((await get()).body.settings.payoutTargets).toEqual(
      Object.fromEntries(targets.map((name, i) => [name, i + 1])),
    )
  })

  it.each(['organizations/get', 'organizations/patch'])(
    'are shown to their organization only: %s',
    async (file) => {
      await patch({ payoutRequestAllocationOrder: ORDER })
      const foreign = await desk.as('org_other')(file, { id: organization, body: { settings: {} } })
      const unknown = await desk.as('org_other')(file, { id: 'org_unknown', body: { settings: {} } })
      expect(foreign.status).toBe(404)
      expect({ ...foreign.body, instance: '' }).toEqual({ ...unknown.body, instance: '' })
    },
  )
})

const order = (...tokens: unknown[]) => ({ payoutRequestAllocationOrder: tokens })
const SELECTED = 'selected-payment-instrument'
const list = 'settings.payoutRequestAllocationOrder'

const refused: [what: string, settings: unknown, fields: string[]][] = [
  ['one token', order(SELECTED), [list]],
  ['no selected instrument', order('payment-card', 'paypal'), [list]],
  ['a token twice', order(SELECTED, 'paypal', 'paypal'), [`${list}.2`]],
  ['the selected instrument twice', order(SELECTED, 'paypal', SELECTED), [`${list}.2`]],
  ['methods of no name', order(SELECTED, 'PayPal', 7), [`${list}.1`, `${list}.2`]],
  ['nothing at all', order(), [list, list]],
  ['a text', { payoutRequestAllocationOrder: 'payment-card' }, [list]],
  [
    'a policy of no name',
    { payoutRequestAllocationPolicy: 'random' },
    ['settings.payoutRequestAllocationPolicy'],
  ],
  ['no policy', { payoutRequestAllocationPolicy: null }, ['settings.payoutRequestAllocationPolicy']],
  [
    'wrong hours',
    { payoutTargets: { ready: 0, queued: '1', pending: 8761 } },
    ['settings.payoutTargets.pending', 'settings.payoutTargets.queued', 'settings.payoutTargets.ready'],
  ],
  ['settings that are none', 'all', ['settings']],
  [
    'all of that at once',
    { ...order('x', 'x'), payoutRequestAllocationPolicy: 'x', payoutTargets: [] },
    [
      'settings.payoutRequestAllocationOrder',
      `${list}.0`,
      `${list}.1`,
      `${list}.1`,
      'settings.payoutRequestAllocationPolicy',
      'settings.payoutTargets',
    ],
  ],
]

it.each(refused)('settings are refused, and nothing changed, for %s', async (_what, settings, fields) => {
  const answer = await patch(settings)
  expect(answer.status).toBe(422)
  expect(fieldsOf(answer)).toEqual(fields)
  expect((await get()).headers.ETag).toBe('"0"')
})

it('an order has 25 tokens and no more', async () => {
  const { PAYMENT_METHODS } = await import('../../../shared/domain/payment-method.ts')
  expect((await patch(order(SELECTED, ...PAYMENT_METHODS.slice(0, 24)))).status).toBe(200)
  expect(fieldsOf(await patch(order(SELECTED, ...PAYMENT_METHODS.slice(0, 25))))).toEqual([list])
})
