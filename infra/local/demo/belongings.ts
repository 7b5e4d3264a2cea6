import { amountsIn, type DemoCurrency } from './amounts.ts'
import { between, oneOf } from './chance.ts'
import type { GatewayAccountId } from './gateway-accounts.ts'

/** What a customer holds and paid before: bodies as the API takes them. */
export interface Belongings {
  readonly instruments: readonly InstrumentBody[]
  readonly payments: readonly PaymentBody[]
}

export interface InstrumentBody {
  readonly id: string
  readonly customerId: string
  readonly method: string
  readonly status?: string
  readonly brand?: CardBrand
  readonly bin?: string
  readonly last4?: string
  readonly expMonth?: number
  readonly expYear?: number
}

export interface PaymentBody {
  readonly id: string
  readonly type: 'sale' | 'refund'
  readonly result: 'approved' | 'declined'
  readonly status?: 'disputed'
  readonly amount: number
  readonly currency: DemoCurrency
  readonly customerId: string
  readonly paymentInstrumentId: string
  readonly gatewayAccountId: GatewayAccountId
  readonly parentTransactionId?: string
  readonly processedTime: string
}

export interface Holder {
  readonly customerId: string
  readonly currency: DemoCurrency
  readonly random: () => number
  readonly now: Date
}

export interface GrowingBelongings extends Belongings {
  /** Adds a card of one of the brands and gives its id. */
  card(brands?: readonly [CardBrand, ...CardBrand[]], status?: string): string
  /** Adds an account with a wallet or a bank and gives its id. */
  account(method: string): string
  /** Adds payments that come to exactly this exposure, and some that count for nothing. */
  paid(instrument: string, gatewayAccountId: GatewayAccountId, minor: number): void
  /** Adds a payment that the customer has disputed. */
  disputed(instrument: string, gatewayAccountId: GatewayAccountId, minor: number): void
}

export function belongingsOf(holder: Holder): GrowingBelongings {
  const { customerId, random } = holder
  const instruments: InstrumentBody[] = []
  const payments: PaymentBody[] = []
  const nextId = () => customerId.replace('cus', 'inst') + '_' + (instruments.length + 1)
  const add = (instrument: InstrumentBody) => {
    instruments.push(instrument)
    return instrument.id
  }
  const pay = (payment: Payment) => {
    const body = paymentBody(payment, payments.length + 1, holder)
    payments.push(body)
    return body.id
  }
  return {
    instruments,
    payments,
    card: (brands = WORLD_CARDS, status) =>
      add({
        id: nextId(),
        customerId,
        method: 'payment-card',
        ...(status && { status }),
        ...cardOf(oneOf(brands, random), random),
      }),
    account: (method) => add({ id: nextId(), customerId, method }),
    paid(instrument, gatewayAccountId, minor) {
      const through = { instrument, gatewayAccountId }
      for (const part of sharesOf(minor, random)) pay({ ...through, minor: part, type: 'sale' })
      if (random() < 0.2) pay({ ...through, minor, type: 'sale', result: 'declined' })
      if (random() < 0.2) {
        const parent = pay({ ...through, minor, type: 'sale' })
        pay({ ...through, minor, type: 'refund', parent })
      }
    },
    disputed: (instrument, gatewayAccountId, minor) => {
      pay({ instrument, gatewayAccountId, minor, type: 'sale', status: 'disputed' })
    },
  }
}

export type CardBrand = keyof typeof BINS

/** First digits that the schemes give out for tests. */
const BINS = {
  Visa: '411111',
  MasterCard: '555555',
  'American Express': '378282',
  Discover: '601111',
  JCB: '353011',
  'Diners Club': '305693',
  'China UnionPay': '620000',
} as const

const WORLD_CARDS = [
  'Visa',
  'Visa',
  'Visa',
  'MasterCard',
  'MasterCard',
  'American Express',
  'Discover',
  'JCB',
  'Diners Club',
] as const

const cardOf = (brand: CardBrand, random: () => number) => ({
  brand,
  bin: BINS[brand],
  last4: String(between(0, 9999, random)).padStart(4, '0'),
  expMonth: between(1, 12, random),
  expYear: between(2030, 2034, random),
})

interface Payment {
  readonly instrument: string
  readonly gatewayAccountId: GatewayAccountId
  readonly minor: number
  readonly type: 'sale' | 'refund'
  readonly result?: 'declined'
  readonly status?: 'disputed'
  readonly parent?: string
}

function paymentBody(
  payment: Payment,
  number: number,
  { customerId, currency, random, now }: Holder,
): PaymentBody {
  const age = between(1, 300 * DAY_MILLISECONDS, random)
  return {
    id: `${customerId.replace('cus', 'txn')}_${number}`,
    type: payment.type,
    result: payment.result ?? 'approved',
    ...(payment.status && { status: payment.status }),
    amount: amountsIn(currency).decimal(payment.minor),
    currency,
    customerId,
    paymentInstrumentId: payment.instrument,
    gatewayAccountId: payment.gatewayAccountId,
    ...(payment.parent && { parentTransactionId: payment.parent }),
    processedTime: new Date(now.getTime() - age).toISOString(),
  }
}

const DAY_MILLISECONDS = 86_400_000

/** One to three parts that add up. */
function sharesOf(minor: number, random: () => number): number[] {
  const first = random() < 0.5 ? minor : Math.ceil(minor / between(2, 4, random))
  const rest = minor - first
  if (rest === 0) return [first]
  const second = random() < 0.5 ? rest : Math.ceil(rest / 2)
  return rest === second ? [first, second] : [first, second, rest - second]
}
