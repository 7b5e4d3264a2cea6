import fc from 'fast-check'
import { anyOf, kindOf, type Pools } from './pools.ts'
import type { Known } from './schema-values.ts'

/** Most payouts are of 100 EUR, so that what is said of one fits another. */
const AMOUNTS = fc.oneof(
  { weight: 3, arbitrary: fc.constant(100) },
  { weight: 4, arbitrary: fc.constantFrom(1, 10, 25, 50, 200) },
  // The simulator declines, fails, answers later or never, by the last two digits.
  { weight: 1, arbitrary: fc.constantFrom(10.9, 10.91, 10.92, 10.93, 10.94, 10.98) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 1_000 }) },
)

const CURRENCIES = fc.oneof(
  { weight: 8, arbitrary: fc.constant('EUR') },
  { weight: 1, arbitrary: fc.constantFrom('USD', 'JPY', 'BHD') },
)

const PARTS = fc.constantFrom([50, 50], [30, 70], [25, 25, 50], [99.99, 0.01], [40, 40])

/** Nobody outside of this machine is ever called. */
const NOWHERE = fc.constantFrom('https://127.0.0.1:9/pay', 'https://localhost:9/')

/** A second passes before a delivery to nowhere has failed: few shall be under way. */
const SELDOM = fc.constantFrom(['payout-request-batch-failed'], ['payout-request-batch-completed'])

const METHODS = fc.oneof(
  { weight: 3, arbitrary: fc.constant('payment-card') },
  { weight: 1, arbitrary: fc.constantFrom('paypal', 'bank-transfer') },
)

const ORDERS = fc.constantFrom(
  ['selected-payment-instrument', 'payment-card'],
  ['paypal', 'alternative-payment-methods', 'selected-payment-instrument'],
)

const BY_NAME: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  amount: AMOUNTS,
  amounts: PARTS,
  currency: CURRENCIES,
  method: METHODS,
  gatewayName: fc.constantFrom('TestProcessor', 'TestProcessor', 'TestProcessor', 'Skrill'),
  blockReason: fc.constantFrom(null, null, null, 'other'),
  paymentInstruction: fc.constant(null),
  allocationOrder: ORDERS,
  payoutRequestAllocationOrder: ORDERS,
  url: NOWHERE,
  eventsFilter: SELDOM,
  selectedPaymentInstrumentRedirectUrl: fc.constant('https://shop.example.org/chosen'),
  acceptedCurrencies: fc.constantFrom(['EUR'], ['EUR', 'USD'], ['EUR', 'USD', 'JPY', 'BHD']),
  expression: fc.constantFrom('rate(1 day)', 'cron(0 12 ? * MON-FRI *)'),
  timeZone: fc.constantFrom('UTC', 'Europe/Lisbon'),
  automaticReadinessTime: fc.constantFrom('10:00', '23:59:59+02:00'),
  filter: fc.constantFrom(
    'status:ready,approved',
    'customerId:cus_1;currency:EUR',
    'amount:100',
    'status:merged',
  ),
}

export const NEW_ID = fc.stringMatching(/^[a-z]{1,8}_[a-z0-9]{1,6}$/)

/** Members that no schema can describe so that calls succeed: ids of what there is, amounts that fit each other. */
export function knownMembers(pools: Pools, owner: string | undefined): Known {
  return (member, schema) => {
    if (member === 'id') return orNull(NEW_ID, schema)
    const byName = BY_NAME[member]
    if (byName && !isFixed(schema)) return byName
    const kind = kindOf(member)
    if (schema['type'] === 'array' || pools.ids(kind).length === 0) return undefined
    return orNull(ofOwner(owner, kind, pools), schema)
  }
}

/** A word that means the same everywhere may be one value here. */
const isFixed = ({ anyOf }: Readonly<Record<string, unknown>>): boolean =>
  Array.isArray(anyOf) && anyOf.some((one) => 'const' in one)

/** Of what belongs to the one in the path, if there is any, more often than of all. */
export function ofOwner(owner: string | undefined, kind: string, pools: Pools): fc.Arbitrary<string> {
  const all = fc.oneof(
    anyOf(() => pools.ids(kind)),
    anyOf(() => pools.ids(kind).slice(0, ESTABLISHED)),
  )
  if (owner === undefined || pools.foundWith(owner, kind).length === 0) return all
  return fc.oneof(
    { weight: 3, arbitrary: anyOf(() => pools.foundWith(owner, kind)) },
    { weight: 1, arbitrary: all },
  )
}

/** What the world has first fits together, and is chosen as often as all else. */
const ESTABLISHED = 3

/** Null where the schema allows it, now and then. */
const orNull = (values: fc.Arbitrary<unknown>, { anyOf, type }: Readonly<Record<string, unknown>>) =>
  Array.isArray(anyOf) || Array.isArray(type)
    ? fc.oneof({ weight: 5, arbitrary: values }, { weight: 1, arbitrary: fc.constant(null) })
    : values
