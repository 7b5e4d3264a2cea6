import { describe, expect, it } from 'vitest'
import type { PayoutRequest } from '../../../shared/domain/payout-request.ts'
import { type PayoutAsk, replaceAsk, requestPayout } from '../../../shared/domain/payout-request-changes.ts'
import { refusalOf } from './refusals.ts'

// POST and PUT (rules §2).

const ASKED = { by: 'usr_1', at: '2026-03-01T10:00:00.000Z' }
const STAMP = { by: 'usr_2', at: '2026-03-02T10:00:00.000Z' }

const ASK: PayoutAsk = {
  websiteId: 'web_1',
  customerId: 'cust_1',
  currency: 'EUR',
  amountMinor: 100_00n,
  paymentInstrumentId: 'inst_1',
  description: 'Winnings',
  selectedPaymentInstrumentRedirectUrl: 'https://shop.example/{{id}}',
  blocked: false,
  blockReason: null,
  splitReason: null,
}

const READY = requestPayout('pout_req_1', ASK, 'ready', ASKED)

describe('a new payout request', () => {
  it('is as it was asked for, with nothing set aside or paid', () => {
    expect(READY).toEqual({
      ...ASK,
      id: 'pout_req_1',
      status: 'ready',
      unallocatedMinor: 100_00n,
      paidMinor: 0n,
      splitFromPayoutRequestId: null,
      pendingSince: null,
      cancellation: null,
      allocationCount: 0,
      claim: null,
      lastChange: {
        ...ASKED,
        actions: [{ type: 'payout-request-created', message: 'Payout request created' }],
      },
      version: 1,
      createdTime: ASKED.at,
      updatedTime: ASKED.at,
    })
  })

  it('says since when it waits, where it waits to become ready', () => {
    expect(requestPayout('pout_req_1', ASK, 'pending', ASKED)).toMatchObject({
      status: 'pending',
      pendingSince: ASKED.at,
    })
  })
})

describe('put again', () => {
  const putAgain = (change: Partial<PayoutAsk>, before: Partial<PayoutRequest> = {}) =>
    replaceAsk({ ...READY, ...before }, { ...ASK, ...change }, STAMP)

  it.each<[string, Partial<PayoutAsk>]>([
    ['customerId', { customerId: 'cust_2' }],
    ['websiteId', { websiteId: 'web_2' }],
    ['currency', { currency: 'USD' }],
    ['amount', { amountMinor: 100_01n }],
  ])('it keeps its %s: who is wrong cancels it and asks again', (field, change) => {
    expect(refusalOf(() => putAgain(change))).toMatchObject({
      reason: 'invalid-fields',
      details: {
        invalidFields: [{ field, message: 'is immutable: cancel the payout request and ask again' }],
      },
    })
  })

  it('it says all that is immutable at once', () => {
    const { details } = refusalOf(() => putAgain({ customerId: 'cust_2', amountMinor: 1n }))
    expect(details.invalidFields?.map(({ field }) => field)).toEqual(['customerId', 'amount'])
  })

  const CHOICES: Partial<PayoutAsk>[] = [
    { paymentInstrumentId: 'inst_2' },
    { selectedPaymentInstrumentRedirectUrl: null },
  ]

  describe.each(CHOICES)('with %j', (choice) => {
    it.each(['pending', 'ready', 'approved'] as const)('it changes while it is %s', (status) => {
      expect(putAgain(choice, { status })).toEqual({
        ...READY,
        status,
        ...choice,
        lastChange: {
          ...STAMP,
          actions: [
            { type: 'payout-request-modified', message: 'Payment instrument or redirect URL changed' },
          ],
        },
        version: 2,
        updatedTime: STAMP.at,
      })
    })

    it.each(['in-progress', 'fulfilled', 'canceled', 'split'] as const)(
      'it is refused when it is %s',
      (status) => {
        expect(refusalOf(() => putAgain(choice, { status }))).toMatchObject({
          reason: 'not-changeable',
          message: expect.stringContaining(`is ${status}: its payment instrument and redirect URL`),
        })
      },
    )
  })

  it.each(['ready', 'in-progress', 'fulfilled'] as const)(
    'with another description it changes while %s',
    (status) => {
      expect(putAgain({ description: null }, { status })).toMatchObject({
        description: null,
        paymentInstrumentId: 'inst_1',
        version: 2,
        lastChange: { actions: [{ type: 'payout-request-modified', message: 'Description changed' }] },
      })
    },
  )

  it('with both changed it tells of both', () => {
    const { lastChange } = putAgain({ paymentInstrumentId: null, description: null })
    expect(lastChange.actions).toHaveLength(2)
  })

  it('as it is it stays as it is, whatever is said of blocks, which are for PATCH', () => {
    const before = { ...READY, status: 'in-progress' } as const
    expect(replaceAsk(before, { ...ASK, blocked: true, blockReason: 'other' }, STAMP)).toBe(before)
  })
})
