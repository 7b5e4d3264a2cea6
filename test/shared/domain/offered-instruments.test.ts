import { expect, it } from 'vitest'
import type { Allocation } from '../../../shared/domain/allocation.ts'
import type { PairExposure, PaymentInstrument } from '../../../shared/domain/customer.ts'
import type { GatewayAccount } from '../../../shared/domain/gateway-account.ts'
import { offeredInstruments } from '../../../shared/domain/offered-instruments.ts'
import { allocation } from '../repository/listed-things.ts'
import {
  cardInstrument,
  gatewayAccount,
  instrument,
  limitsOf,
  paidIn,
  payoutRequest,
} from './auto-allocation/builders.ts'

// Rules §4.8: the pairs through which a request can be paid, and those with a history.

interface Given {
  readonly instruments?: readonly PaymentInstrument[]
  readonly gateways?: readonly GatewayAccount[]
  readonly exposures?: readonly PairExposure[]
  readonly allocations?: readonly Allocation[]
}

const offered = ({ instruments, gateways, exposures = [], allocations = [] }: Given) =>
  offeredInstruments(payoutRequest(), {
    allocations,
    customer: {
      customerId: 'cust_1',
      currency: 'EUR',
      instruments: instruments ?? [cardInstrument('card')],
      exposures,
    },
    gateways: gateways ?? [gatewayAccount('gw')],
  })

const names = (given: Given) => offered(given).map(({ instrument: { id }, gateway }) => `${id} ${gateway.id}`)

it('are sorted by instrument, then by account', () => {
  const instruments = [cardInstrument('card_2'), cardInstrument('card_1')]
  const gateways = [gatewayAccount('gw_2'), gatewayAccount('gw_1')]
  expect(names({ instruments, gateways })).toEqual([
    'card_1 gw_1',
    'card_1 gw_2',
    'card_2 gw_1',
    'card_2 gw_2',
  ])
})

it.each<[string, Given]>([
  ['an account for another method', { instruments: [instrument('card', 'paypal')] }],
  ['an instrument that is not active', { instruments: [cardInstrument('card', { status: 'inactive' })] }],
  ['an account that is down', { gateways: [gatewayAccount('gw', { isDown: true })] }],
  ['an account for other currencies', { gateways: [gatewayAccount('gw', { acceptedCurrencies: ['USD'] })] }],
])('are without %s, unless the customer has paid through the two', (_, given) => {
  expect(names(given)).toEqual([])
  expect(names({ ...given, exposures: [paidIn('card', 'gw', 1n)] })).toEqual(['card gw'])
  expect(names({ ...given, exposures: [paidIn('card', 'gw', 0n, { payoutsMinor: 1n })] })).toEqual([
    'card gw',
  ])
  expect(names({ ...given, exposures: [paidIn('card', 'gw', 5n, { payoutsMinor: 5n })] })).toEqual([])
})

it('ask neither for limits nor for cover', () => {
  const payoutLimits = limitsOf({ least: 5_000n, most: 6_000n })
  expect(names({ gateways: [gatewayAccount('gw', { payoutLimits })] })).toEqual(['card gw'])
  expect(names({ gateways: [gatewayAccount('gw', { readyToPayoutInstruction: 'covered-payout' })] })).toEqual(
    ['card gw'],
  )
})

it('tell what the request has set aside on each already: not what was given back', () => {
  const placed = (number: number, amountMinor: bigint, more: Partial<Allocation> = {}) =>
    allocation('pout_req_1', number, {
      paymentInstrumentId: 'card',
      gatewayAccountId: 'gw',
      amountMinor,
      ...more,
    })
  const allocations = [
    placed(1, 1n),
    placed(2, 10n, { status: 'completed' }),
    placed(3, 100n, { status: 'waiting-completion' }),
    placed(4, 1000n, { gatewayAccountId: 'other' }),
    placed(5, 1000n, { paymentInstrumentId: 'other' }),
    placed(6, 1000n, { status: 'canceled' }),
    placed(7, 1000n, { status: 'declined' }),
    placed(8, 1000n, { status: 'failed' }),
  ]
  expect(offered({ allocations }).map(({ allocatedMinor }) => allocatedMinor)).toEqual([111n])
})
