import { describe, expect, it } from 'vitest'
import type { PayoutRequest } from '../../../shared/domain/payout-request.ts'
import { childrenOf, splitRequest } from '../../../shared/domain/split.ts'
import { payoutRequest } from './auto-allocation/builders.ts'
import { refusalOf } from './refusals.ts'

// Rules §2: one payout request becomes several, of the same customer and currency, that add up to it.

const STAMP = { by: 'usr_1', at: '2026-03-02T10:00:00.000Z' }

const ORIGINAL = payoutRequest({
  amountMinor: 100_00n,
  status: 'pending',
  pendingSince: '2026-03-01T10:00:00.000Z',
  paymentInstrumentId: 'inst_1',
  description: 'Winnings',
  selectedPaymentInstrumentRedirectUrl: 'https://shop.example/{{id}}',
  claim: { batch: 'preq_batch_1', chunk: 0 },
})

function split(
  amounts: readonly number[],
  change: Partial<PayoutRequest> = {},
  splitDescription: string | null = null,
) {
  const ids = amounts.map((_, i) => `child_${i}`).values()
  const ask = { amounts, splitReason: 'processor-limit', splitDescription } as const
  return splitRequest({ ...ORIGINAL, ...change }, ask, () => ids.next().value ?? 'child_too_many', STAMP)
}

describe('the original', () => {
  it('is split, keeps its batch, waits no more, and says why', () => {
    expect(split([60, 40]).original).toEqual({
      ...ORIGINAL,
      status: 'split',
      splitReason: 'processor-limit',
      pendingSince: null,
      lastChange: {
        ...STAMP,
        actions: [{ type: 'payout-request-split', message: 'Split into 2 payout requests' }],
      },
      version: ORIGINAL.version + 1,
      updatedTime: STAMP.at,
    })
  })

  it('tells what was said of it, too', () => {
    const { original } = split([50, 30, 20], {}, 'Over the limit of the bank')
    expect(original.lastChange.actions).toMatchObject([
      { message: 'Split into 3 payout requests: Over the limit of the bank' },
    ])
  })
})

describe('each child', () => {
  const children = childrenOf(split([60, 39.99, 0.01]).split)

  it('is asked for with its amount, in the order of the amounts', () => {
    expect(
      children.map(({ id, amountMinor, unallocatedMinor }) => [id, amountMinor, unallocatedMinor]),
    ).toEqual([
      ['child_0', 60_00n, 60_00n],
      ['child_1', 39_99n, 39_99n],
      ['child_2', 1n, 1n],
    ])
  })

  it('is a request for the same customer on the same terms: pending, unblocked, in no batch', () => {
    for (const child of children)
      expect(child).toMatchObject({
        websiteId: ORIGINAL.websiteId,
        customerId: ORIGINAL.customerId,
        currency: 'EUR',
        paymentInstrumentId: 'inst_1',
        description: 'Winnings',
        selectedPaymentInstrumentRedirectUrl: 'https://shop.example/{{id}}',
        status: 'pending',
        pendingSince: STAMP.at,
        blocked: false,
        blockReason: null,
        claim: null,
        splitReason: 'processor-limit',
        splitFromPayoutRequestId: ORIGINAL.id,
        paidMinor: 0n,
        version: 1,
        lastChange: {
          ...STAMP,
          actions: [{ type: 'payout-request-created', message: `Split from ${ORIGINAL.id}` }],
        },
      })
  })
})

describe('a split is refused', () => {
  it.each([
    ['its amounts are less', [60, 39.99], 'amounts', 'must add up to 100, not 99.99'],
    ['its amounts are more', [60, 40.01], 'amounts', 'must add up to 100, not 100.01'],
    ['an amount has too many digits', [60.005, 39.995], 'amounts.0', 'cannot be expressed in EUR'],
    ['an amount is nothing', [100, 0], 'amounts.1', 'cannot be expressed in EUR'],
    ['an amount is less than nothing', [110, -10], 'amounts.1', 'cannot be expressed in EUR'],
  ])('when %s', (_, amounts, field, message) => {
    const { reason, details } = refusalOf(() => split(amounts))
    expect(reason).toBe('invalid-fields')
    expect(details.invalidFields).toContainEqual({ field, message })
  })

  it('for all wrong amounts at once, whose sum is then not looked at', () => {
    const { details } = refusalOf(() => split([1, 0, 0.001]))
    expect(details.invalidFields?.map(({ field }) => field)).toEqual(['amounts.1', 'amounts.2'])
  })

  it.each<[string, Partial<PayoutRequest>, string]>([
    ['while money may be set aside', { status: 'in-progress' }, 'transition-not-allowed'],
    ['at its end', { status: 'fulfilled' }, 'transition-not-allowed'],
    ['while it is blocked', { blocked: true }, 'blocked'],
  ])('%s, before its amounts are looked at', (_, change, reason) => {
    expect(refusalOf(() => split([1], change)).reason).toBe(reason)
  })
})
