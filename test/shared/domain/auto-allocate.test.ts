import { describe, expect, it } from 'vitest'
import { autoAllocate, periodLeftOf } from '../../../shared/domain/auto-allocate.ts'
import {
  cardInstrument,
  coveredAccount,
  decisionInput,
  gatewayAccount,
  payoutRequest,
} from './auto-allocation/builders.ts'
import { refusalOf } from './refusals.ts'
import { NOW, windowWith } from './windows.ts'

// Rules §4.8: one request, allocated by itself.

const STAMP = { by: 'usr_2', at: `${NOW}:30:00.000Z` }

const capped = (id: string, caps: Readonly<Record<string, number>>) =>
  gatewayAccount(id, {
    payoutLimits: {
      maxPerTransaction: [],
      minPerTransaction: [],
      maxPerPeriod: Object.entries(caps).map(([currency, since]) => ({
        currency,
        amountMinor: 9999n,
        since,
      })),
    },
  })

it('sets aside what can be placed, on the pair that was decided on and in the window of its cap', () => {
  const input = decisionInput({
    instruments: [cardInstrument('inactive', { status: 'inactive' }), cardInstrument('card')],
    gateways: [gatewayAccount('down', { isDown: true }), capped('gw', { USD: 3, EUR: 7 })],
  })
  const { allocations, request, decision } = autoAllocate(input, STAMP)
  expect(decision.outcome).toBe('allocated')
  expect(allocations).toMatchObject([
    { paymentInstrumentId: 'card', gatewayAccountId: 'gw', amountMinor: 1000n, capSince: 7, runId: null },
  ])
  expect(request).toMatchObject({ status: 'in-progress', unallocatedMinor: 0n })
})

it('is in no window where its currency has no cap', () => {
  const { allocations } = autoAllocate(decisionInput({ gateways: [capped('gw', { USD: 3 })] }), STAMP)
  expect(allocations).toMatchObject([{ capSince: null }])
})

describe('is refused', () => {
  it('with every reason once, where nothing can be placed', () => {
    const gateways = [coveredAccount('gw_1'), coveredAccount('gw_2')]
    const { reason, details } = refusalOf(() => autoAllocate(decisionInput({ gateways }), STAMP))
    expect(reason).toBe('nothing-allocated')
    expect(details).toEqual({
      invalidFields: [
        {
          field: 'payoutRequestId',
          message: 'cannot be allocated to any payment instrument: no-capacity, no-covering-payment',
        },
      ],
      members: { reason: 'no-capacity', reasons: ['no-covering-payment'] },
    })
  })

  it('where the request cannot be allocated at all', () => {
    const blocked = decisionInput({ request: payoutRequest({ blocked: true }) })
    expect(refusalOf(() => autoAllocate(blocked, STAMP)).reason).toBe('blocked')
  })
})

it('windows leave of their caps what was not taken in the last hours', () => {
  const left = periodLeftOf([windowWith({ taken: { [NOW]: 30n, '2026-11-19T12': 50n } })], STAMP.at)
  expect([...left]).toEqual([['gw', 70n]])
})
