import * as fc from 'fast-check'
import type { DecisionInput } from '../../../../shared/domain/auto-allocation/decision.ts'
import { cardInstrument } from './builders.ts'
import {
  CURRENCIES,
  exposuresOf,
  gateways,
  instruments,
  mostly,
  pastAllocations,
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
        policy: fc.constantFrom('largest-exposure', 'oldest-payment', 'newest-payment'),
        periodLeft: fc.constant<DecisionInput['periodLeft']>(new Map()),
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

/** The same world with every list in another order. */
export const shuffled = (world: DecisionInput): fc.Arbitrary<DecisionInput> =>
  fc
    .tuple(
      anyOrder(world.allocations),
      anyOrder(world.gateways),
      anyOrder(world.customer.instruments),
      anyOrder(world.customer.exposures),
    )
    .map(([allocations, gateways, instruments, exposures]) => ({
      ...world,
      allocations,
      gateways,
      customer: { ...world.customer, instruments, exposures },
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
