import * as fc from 'fast-check'
import {
  ALLOCATION_POLICIES,
  type DecisionInput,
} from '../../../../shared/domain/auto-allocation/decision.ts'
import type { PayoutGateway } from '../../../../shared/domain/gateway-account.ts'
import { cardInstrument, paidIn } from './builders.ts'
import {
  CURRENCIES,
  exposuresOf,
  gateways,
  instruments,
  mostly,
  pastAllocations,
  periodsLeft,
  requests,
} from './world-parts.ts'

/** Generated decisions: mostly healthy, so that money is placed, with every obstacle of rules §4.2 now and then. */
export interface WorldSize {
  readonly instruments: number
  readonly gateways: number
}

const FEW: WorldSize = { instruments: 4, gateways: 5 }

/** Enough pairs for more legs than one request may have. */
export const MANY: WorldSize = { instruments: 6, gateways: 8 }

export const worlds = (size: WorldSize = FEW): fc.Arbitrary<DecisionInput> =>
  fc
    .record({
      currency: fc.constantFrom('EUR', 'JPY', 'BHD', 'CLF'),
      instruments: some(instruments, size.instruments),
      gateways: some(gateways, size.gateways),
    })
    .chain(({ currency, instruments, gateways }) =>
      fc.record({
        request: requests(currency, instruments),
        customer: fc.record({
          customerId: fc.constant('cust_1'),
          currency: fc.constant(currency),
          instruments: fc.constant(instruments),
          exposures: exposuresOf(instruments, gateways),
        }),
        allocations: pastAllocations(instruments, gateways),
        gateways: fc.constant(gateways),
        order: orders,
        policy: fc.constantFrom(...ALLOCATION_POLICIES),
        periodLeft: periodsLeft(gateways),
      }),
    )

/** Worlds in which nothing but amounts decides: every pair can pay, nothing stands in the way of the request. */
export const openWorlds = (size: WorldSize = MANY): fc.Arbitrary<DecisionInput> =>
  fc.tuple(worlds(size), fc.bigInt(1n, 800n)).map(([world, unallocatedMinor]) => ({
    ...world,
    request: {
      ...world.request,
      amountMinor: unallocatedMinor,
      unallocatedMinor,
      status: 'approved',
      blocked: false,
      allocationCount: 0,
    },
    allocations: [],
    customer: {
      ...world.customer,
      instruments: world.customer.instruments.map(({ id }) => cardInstrument(id)),
    },
    gateways: world.gateways.map((gateway) => ({
      ...gateway,
      method: 'payment-card',
      status: 'active',
      isDown: false,
      paymentCardSchemes: [],
      acceptedCurrencies: CURRENCIES,
    })),
    order: ['payment-card', 'selected-payment-instrument'],
  }))

/** Few pairs that can all pay a little, most of them no less than a minimum: a decision in thirty needs a repair. */
export const tightWorlds = (): fc.Arbitrary<DecisionInput> =>
  openWorlds({ instruments: 2, gateways: 3 }).chain((world) =>
    fc
      .record({
        unallocatedMinor: fc.bigInt(1n, 60n),
        gateways: fc.tuple(...world.gateways.map((gateway) => tightGateway(gateway, world.request.currency))),
        exposures: fc.tuple(
          ...world.customer.instruments.flatMap((instrument) =>
            world.gateways.map(({ id }) =>
              fc.bigInt(1n, 25n).map((salesMinor) => paidIn(instrument.id, id, salesMinor)),
            ),
          ),
        ),
      })
      .map(({ unallocatedMinor, gateways, exposures }) => ({
        ...world,
        request: { ...world.request, amountMinor: unallocatedMinor, unallocatedMinor },
        gateways,
        customer: { ...world.customer, exposures },
      })),
  )

const tightGateway = (gateway: PayoutGateway, currency: string): fc.Arbitrary<PayoutGateway> =>
  fc
    .record({
      readyToPayoutInstruction: fc.constantFrom('covered-payout', 'covered-payout', 'all'),
      least: fc.bigInt(1n, 20n),
      most: fc.bigInt(20n, 40n),
    })
    .map(({ readyToPayoutInstruction, least, most }) => ({
      ...gateway,
      readyToPayoutInstruction,
      payoutLimits: {
        minPerTransaction: least > 17n ? [] : [{ currency, amountMinor: least }],
        maxPerTransaction: most > 30n ? [] : [{ currency, amountMinor: most }],
        maxPerPeriod: [],
      },
    }))

/** The same world with no account that asks for a least amount. */
export const withoutMinimums = (world: DecisionInput): DecisionInput => ({
  ...world,
  gateways: world.gateways.map((gateway) => ({
    ...gateway,
    payoutLimits: gateway.payoutLimits && { ...gateway.payoutLimits, minPerTransaction: [] },
  })),
})

/** The same world with every list in another order. */
export const shuffled = (world: DecisionInput): fc.Arbitrary<DecisionInput> =>
  fc
    .tuple(
      anyOrder(world.allocations),
      anyOrder(world.gateways),
      anyOrder(world.customer.instruments),
      anyOrder(world.customer.exposures),
      anyOrder([...world.periodLeft]),
    )
    .map(([allocations, gateways, instruments, exposures, periodLeft]) => ({
      ...world,
      allocations,
      gateways,
      customer: { ...world.customer, instruments, exposures },
      periodLeft: new Map(periodLeft),
    }))

const anyOrder = <Value>(values: readonly Value[]): fc.Arbitrary<Value[]> =>
  fc.shuffledSubarray([...values], { minLength: values.length })

/** As many as the size allows or a few less; now and then only one or none. */
const some = <Value extends { readonly id: string }>(values: fc.Arbitrary<Value>, maxLength: number) =>
  mostly(Math.ceil(maxLength / 2), 0).chain((minLength) =>
    fc.uniqueArray(values, { selector: ({ id }) => id, minLength, maxLength }),
  )

const orders = fc.shuffledSubarray(
  [
    'payment-card',
    'alternative-payment-methods',
    'selected-payment-instrument',
    'paypal',
    'Interac-eTransfer',
  ],
  { minLength: 2 },
)
