import * as fc from 'fast-check'
import type { PastAllocation, PeriodLeft } from '../../../../shared/domain/auto-allocation/decision.ts'
import type { PairExposure, PaymentInstrument } from '../../../../shared/domain/customer.ts'
import type { GatewayAccount } from '../../../../shared/domain/gateway-account.ts'
import type { PayoutRequest } from '../../../../shared/domain/payout-request.ts'
import { cardInstrument, gatewayAccount, instrument, paidIn, payoutRequest } from './builders.ts'

/** What worlds.ts puts together: the parties to a decision and their history. */
export const CURRENCIES = ['EUR', 'JPY', 'BHD', 'CLF']

/** The usual value most of the time. */
export const mostly = <const Value>(usual: Value, ...rare: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 19, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...rare) })

/** Small amounts meet one another; large ones do not fit a double once they are added up. */
export const amounts = fc.oneof(
  { weight: 9, arbitrary: fc.bigInt(1n, 40n) },
  { weight: 1, arbitrary: fc.bigInt(1n, 999_999_999_999_999n) },
)

/** Ids that code units, a locale and a reader who sees numbers order differently. */
const endings = fc.constantFrom('a', 'B', 'b', 'A', '1', '10', '2', '_', '~', '-', '@', 'a.1')

const methods = fc.oneof(
  { weight: 6, arbitrary: fc.constant('payment-card') },
  { weight: 1, arbitrary: fc.constantFrom('paypal', 'Interac-eTransfer', 'interac') },
)

const times = fc.constantFrom(
  null,
  '2025-12-31T23:59:59.999Z',
  '2026-01-01T00:00:00.000Z',
  '2026-01-10T00:00:00.000Z',
  '2026-01-09T00:00:00.001Z',
)

export const instruments: fc.Arbitrary<PaymentInstrument> = fc
  .record({
    ending: endings,
    method: methods,
    status: mostly('active', 'inactive', 'expired', 'deactivated', 'verification-needed'),
    brand: fc.constantFrom('Visa', 'MasterCard'),
    isPayoutable: mostly(true, false),
  })
  .map(({ ending, method, status, brand, isPayoutable }) => {
    const card = { brand, bin: null, last4: null, expMonth: null, expYear: null, isPayoutable }
    return method === 'payment-card'
      ? cardInstrument(`inst_${ending}`, { status, card })
      : instrument(`inst_${ending}`, method, { status })
  })

/** A minimum is below the maximum (rules §7.1). */
const limitsIn = (currency: string) =>
  fc
    .record({
      maximum: fc.option(amounts),
      minimum: fc.option(fc.oneof(fc.bigInt(1n, 25n), amounts)),
    })
    .map(({ maximum, minimum }) => ({
      maximum: maximum === null ? [] : [{ currency, amountMinor: maximum }],
      minimum:
        minimum === null || (maximum !== null && minimum >= maximum)
          ? []
          : [{ currency, amountMinor: minimum }],
    }))

export const gateways: fc.Arbitrary<GatewayAccount> = fc
  .record({
    ending: endings,
    method: methods,
    status: mostly('active', 'inactive', 'pending', 'closed'),
    isDown: mostly(false, true),
    readyToPayoutInstruction: fc.oneof(
      { weight: 6, arbitrary: fc.constant('covered-payout') },
      { weight: 3, arbitrary: fc.constantFrom('approved-payment', 'all') },
      { weight: 1, arbitrary: fc.constant('none') },
    ),
    acceptedCurrencies: mostly(CURRENCIES, ['EUR'], ['JPY', 'BHD']),
    paymentCardSchemes: mostly<GatewayAccount['paymentCardSchemes']>([], ['Visa'], ['MasterCard', 'JCB']),
    payoutLimits: fc.option(
      fc.tuple(...CURRENCIES.map(limitsIn)).map((limits) => ({
        maxPerTransaction: limits.flatMap(({ maximum }) => maximum),
        minPerTransaction: limits.flatMap(({ minimum }) => minimum),
        maxPerPeriod: [],
      })),
    ),
  })
  .map(({ ending, ...given }) => gatewayAccount(`gw_${ending}`, given))

/** Some accounts have a window, of which little, much or nothing is left. */
export const periodsLeft = (gateways: readonly GatewayAccount[]): fc.Arbitrary<PeriodLeft> =>
  fc
    .subarray([...gateways.map(({ id }) => id), 'gw_elsewhere'])
    .chain((capped) =>
      fc.tuple(
        ...capped.map((id) =>
          fc
            .oneof({ weight: 8, arbitrary: fc.bigInt(1n, 90n) }, amounts, fc.constantFrom(0n, -7n))
            .map((leftMinor) => [id, leftMinor] as const),
        ),
      ),
    )
    .map((entries) => new Map(entries))

export const requests = (
  currency: string,
  instruments: readonly PaymentInstrument[],
): fc.Arbitrary<PayoutRequest> =>
  fc
    .record({
      unallocatedMinor: fc.oneof({ weight: 18, arbitrary: fc.bigInt(1n, 200n) }, amounts, fc.constant(0n)),
      heldMinor: fc.bigInt(0n, 50n),
      status: mostly('approved', 'in-progress', 'in-progress', 'pending', 'ready', 'canceled', 'split'),
      blocked: mostly(false, true),
      allocationCount: mostly(0, 3, 1018, 1022, 1023),
      paymentInstrumentId: fc.constantFrom(null, 'inst_unknown', ...instruments.map(({ id }) => id)),
    })
    .map(({ heldMinor, ...given }) =>
      payoutRequest({ ...given, currency, amountMinor: given.unallocatedMinor + heldMinor + 1n }),
    )

/** What happened on each pair: nothing, payments, payments since taken back, a payout by hand beyond them. */
export const exposuresOf = (
  instruments: readonly PaymentInstrument[],
  gateways: readonly GatewayAccount[],
): fc.Arbitrary<PairExposure[]> =>
  fc.tuple(...pairsOf(instruments, gateways).map(exposureOf)).map((rows) => rows.flat())

const exposureOf = ([instrument, gateway]: readonly [string, string]): fc.Arbitrary<PairExposure[]> =>
  fc
    .record({
      salesMinor: fc.oneof({ weight: 9, arbitrary: amounts }, { weight: 1, arbitrary: fc.constant(0n) }),
      payoutsMinor: mostly(0n, 3n, 25n),
      openMinor: mostly(0n, 5n, 40n),
      firstPaymentTime: times,
      lastPaymentTime: times,
    })
    .map(({ salesMinor, ...given }) => paidIn(instrument, gateway, salesMinor, given))
    .chain((row) => fc.constantFrom([row], [row], [row], []))

export const pastAllocations = (
  instruments: readonly PaymentInstrument[],
  gateways: readonly GatewayAccount[],
): fc.Arbitrary<PastAllocation[]> => {
  const pairs = pairsOf(instruments, gateways)
  if (pairs.length === 0) return fc.constant([])
  const past = fc
    .tuple(
      fc.constantFrom(...pairs),
      fc.constantFrom('failed', 'failed', 'canceled', 'completed', 'declined'),
    )
    .map(([[paymentInstrumentId, gatewayAccountId], status]) => ({
      paymentInstrumentId,
      gatewayAccountId,
      status,
    }))
  return fc.oneof(fc.array(past, { maxLength: 0 }), fc.array(past, { maxLength: 8 }))
}

const pairsOf = (
  instruments: readonly PaymentInstrument[],
  gateways: readonly GatewayAccount[],
): readonly (readonly [string, string])[] =>
  instruments.flatMap((instrument) => gateways.map((gateway) => [instrument.id, gateway.id]))
