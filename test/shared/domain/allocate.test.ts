import { describe, expect, it } from 'vitest'
import { allocate, type LegAsk, setAside } from '../../../shared/domain/allocate.ts'
import type { PaymentInstrument } from '../../../shared/domain/customer.ts'
import type { GatewayAccount } from '../../../shared/domain/gateway-account.ts'
import type { PayoutRequest } from '../../../shared/domain/payout-request.ts'
import {
  cardInstrument,
  coveredAccount,
  gatewayAccount,
  instrument,
  limitsOf,
  paidIn,
  payoutRequest,
} from './auto-allocation/builders.ts'
import { refusalOf } from './refusals.ts'

// What a person allocates (rules §1, §4.8).

const STAMP = { by: 'usr_2', at: '2026-03-02T10:00:00.000Z' }
const STEM = '0YVDMDE2BMC6KBB5MX76RF6T'

const REQUEST = payoutRequest({ id: `pout_req_${STEM}00`, amountMinor: 100_00n, status: 'approved' })

interface Given {
  readonly request?: Partial<PayoutRequest>
  readonly card?: Partial<PaymentInstrument>
  readonly account?: Partial<GatewayAccount>
  readonly ask?: Partial<LegAsk>
}

function allocated({ request, card, account, ask }: Given = {}) {
  const gateway = coveredAccount('gw', account)
  const customer = {
    customerId: 'cust_1',
    currency: 'EUR',
    instruments: [instrument('wallet', 'paypal'), cardInstrument('card', card)],
    exposures: [paidIn('card', 'gw', 70_00n, { payoutsMinor: 10_00n, openMinor: 50_00n })],
  }
  const asked = { paymentInstrumentId: 'card', gatewayAccountId: 'gw', amount: 40.25, ...ask }
  return allocate(
    { ...REQUEST, ...request },
    { customer, gateway: asked.gatewayAccountId === 'gw' ? gateway : undefined, ask: asked },
    STAMP,
  )
}

const refused = (given: Given) => refusalOf(() => allocated(given))

describe('an amount set aside by a person', () => {
  it('is an allocation that waits to be paid, with the exposure that was there before', () => {
    expect(allocated().allocations).toEqual([
      {
        id: `pra_${STEM}01`,
        payoutRequestId: REQUEST.id,
        number: 1,
        customerId: 'cust_1',
        paymentInstrumentId: 'card',
        paymentMethod: 'payment-card',
        gatewayAccountId: 'gw',
        gatewayName: 'TestProcessor',
        gatewayPayoutInstruction: 'covered-payout',
        currency: 'EUR',
        amountMinor: 40_25n,
        exposureMinor: 60_00n,
        capSince: null,
        status: 'pending',
        runId: null,
        transactionId: null,
        transactionResult: null,
        transactionStatus: null,
        lastChange: { ...STAMP, actions: [] },
        version: 1,
        createdTime: STAMP.at,
        updatedTime: STAMP.at,
      },
    ])
  })

  it('is no longer available on its request, which is in progress and says so', () => {
    const message = 'Allocated to 1 payment instrument'
    expect(allocated().request).toEqual({
      ...REQUEST,
      status: 'in-progress',
      unallocatedMinor: 59_75n,
      allocationCount: 1,
      lastChange: { ...STAMP, actions: [{ type: 'payout-request-allocated', message }] },
      version: REQUEST.version + 1,
      updatedTime: STAMP.at,
    })
  })

  it('may be all that is left', () => {
    const left = { unallocatedMinor: 40_25n, status: 'in-progress' } as const
    expect(allocated({ request: left }).request.unallocatedMinor).toBe(0n)
  })

  it('may go to a wallet, through an account of its method', () => {
    const { allocations } = allocated({
      account: { method: 'paypal' },
      ask: { paymentInstrumentId: 'wallet' },
    })
    expect(allocations).toMatchObject([
      { paymentInstrumentId: 'wallet', paymentMethod: 'paypal', exposureMinor: 0n },
    ])
  })

  it.each<[string, Given]>([
    ['limits and minimums', { account: { payoutLimits: limitsOf({ least: 50_00n, most: 60_00n }) } }],
    ['downtime', { account: { isDown: true } }],
    ['what covers it', { ask: { amount: 100 } }],
    ['that a card takes no payouts', { card: { card: { ...aCard(), isPayoutable: false } } }],
  ])('is not held up by %s: a person may overrule it', (_, given) => {
    expect(allocated(given).allocations).toHaveLength(1)
  })
})

function aCard() {
  const { card } = cardInstrument('card')
  if (!card) throw new Error('A card without its card.')
  return card
}

describe('a request', () => {
  it.each(['pending', 'ready', 'fulfilled', 'canceled', 'split', 'merged'] as const)(
    'that is %s is not allocated',
    (status) => {
      expect(refused({ request: { status } })).toMatchObject({
        reason: 'not-allocatable',
        message: expect.stringContaining(`this one is ${status}`),
        details: { members: { payoutRequestStatus: status } },
      })
    },
  )

  it.each<[string, Partial<PayoutRequest>, string, string]>([
    ['is blocked', { blocked: true }, 'blocked', 'unblock it first'],
    ['has nothing left', { unallocatedMinor: 0n }, 'nothing-unallocated', 'whole amount'],
    ['was allocated 1023 times', { allocationCount: 1023 }, 'allocation-limit', 'at most 1023'],
  ])('that %s is not allocated', (_, request, reason, message) => {
    expect(refused({ request })).toMatchObject({ reason, message: expect.stringContaining(message) })
  })

  it('is allocated a 1023rd time', () => {
    const { request, allocations } = allocated({ request: { allocationCount: 1022 } })
    expect([request.allocationCount, allocations[0]?.id]).toEqual([1023, `pra_${STEM}ZZ`])
  })
})

describe('an allocation is refused', () => {
  it('with the available amount when it is for more', () => {
    expect(refused({ ask: { amount: 100.01 } }).details).toEqual({
      invalidFields: [{ field: 'amount', message: 'is more than the 100 EUR that are available' }],
      members: { availableAmount: 100 },
    })
  })

  it('when its currency has fewer digits', () => {
    expect(refused({ ask: { amount: 1.005 } }).details).toEqual({
      invalidFields: [{ field: 'amount', message: 'cannot be expressed in EUR' }],
    })
  })

  it.each<[Given, string, string]>([
    [
      { ask: { paymentInstrumentId: 'theirs' } },
      'paymentInstrumentId',
      'is not a payment instrument of this customer',
    ],
    [{ ask: { gatewayAccountId: 'theirs' } }, 'gatewayAccountId', 'is not a gateway account here'],
    [{ card: { status: 'expired' } }, 'paymentInstrumentId', 'is expired, not active'],
    [{ account: { status: 'inactive' } }, 'gatewayAccountId', 'is inactive, not active'],
    [
      { account: { readyToPayoutInstruction: 'none' } },
      'gatewayAccountId',
      'has the payout instruction none',
    ],
    [{ account: { method: 'paypal' } }, 'gatewayAccountId', 'pays to paypal only'],
    [{ account: { paymentCardSchemes: ['JCB'] } }, 'gatewayAccountId', 'does not accept Visa'],
    [{ account: { acceptedCurrencies: ['USD'] } }, 'gatewayAccountId', 'does not accept EUR'],
  ])('where the pair cannot pay it: %j', (given, field, message) => {
    expect(refused(given)).toMatchObject({ reason: 'invalid-fields' })
    expect(refused(given).details.invalidFields).toEqual([{ field, message }])
  })

  it('for all that is wrong at once', () => {
    const { details } = refused({
      ask: { amount: 200, paymentInstrumentId: 'theirs', gatewayAccountId: 'theirs' },
    })
    expect(details.invalidFields?.map(({ field }) => field)).toEqual([
      'amount',
      'paymentInstrumentId',
      'gatewayAccountId',
    ])
  })
})

it('legs set aside together are numbered on, named by their run, and told as one', () => {
  const legs = [10_00n, 5_00n].map((amountMinor, i) => ({
    instrument: cardInstrument(`card_${i}`),
    gateway: gatewayAccount('gw'),
    amountMinor,
    exposureMinor: 1n,
    capSince: 7,
  }))
  const { request, allocations } = setAside({ ...REQUEST, allocationCount: 4 }, legs, {
    stamp: STAMP,
    runId: 'run_1',
  })
  expect(allocations).toMatchObject([
    { id: `pra_${STEM}05`, number: 5, paymentInstrumentId: 'card_0', runId: 'run_1', capSince: 7 },
    { id: `pra_${STEM}06`, number: 6, paymentInstrumentId: 'card_1', runId: 'run_1', capSince: 7 },
  ])
  expect(request).toMatchObject({
    unallocatedMinor: 85_00n,
    allocationCount: 6,
    lastChange: { actions: [{ message: 'Allocated to 2 payment instruments' }] },
  })
})
