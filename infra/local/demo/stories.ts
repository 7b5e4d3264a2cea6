import { DEMO_CURRENCIES, type DemoCurrency } from './amounts.ts'
import { type Belongings, belongingsOf, type GrowingBelongings, type Holder } from './belongings.ts'
import { oneOf } from './chance.ts'

export type DemoOutcome = 'allocated' | 'partially-allocated' | 'not-allocated'

/** Why a customer can be paid, or not: instruments and payments made to fit what the customer asks for. */
export interface Story {
  readonly currencies: readonly [DemoCurrency, ...DemoCurrency[]]
  readonly requestsLimit: number
  readonly tell: (customer: StoryCustomer) => Told
}

export interface StoryCustomer extends Holder {
  /** Minor units, in the order in which they will be asked for. */
  readonly asked: readonly number[]
}

export interface Told extends Belongings {
  /** Per request; what the story gives nothing for is allocated in full. */
  readonly outcomes: readonly DemoOutcome[]
}

export type StoryName =
  | 'card-pays-back'
  | 'card-then-bank'
  | 'paypal'
  | 'bank'
  | 'pushed-to-card'
  | 'card-and-skrill'
  | 'asian-card'
  | 'short-of-cover'
  | 'nowhere-to-pay'

/** One customer after the other takes the next; the hapless stand where even a short walk keeps four in five paid. */
export const storyOf = (index: number): StoryName => CAST[index % CAST.length] ?? 'card-pays-back'

const CAST: readonly StoryName[] = [
  'card-pays-back',
  'card-then-bank',
  'paypal',
  'bank',
  'short-of-cover',
  'card-pays-back',
  'pushed-to-card',
  'card-and-skrill',
  'asian-card',
  'nowhere-to-pay',
  'card-then-bank',
  'card-pays-back',
  'paypal',
  'bank',
  'pushed-to-card',
  'short-of-cover',
  'card-and-skrill',
  'card-pays-back',
  'asian-card',
  'card-then-bank',
]

const ANY = DEMO_CURRENCIES
const REQUESTS_LIMIT = 6

export const STORIES: Readonly<Record<StoryName, Story>> = {
  'card-pays-back': story(ANY, (customer) => {
    const own = belongingsOf(customer)
    own.paid(own.card(), 'gw_acc_cards', Math.ceil(total(customer) * (1 + customer.random())))
    spare(own, customer)
    return { ...own, outcomes: [] }
  }),
  'card-then-bank': story(ANY, (customer) => {
    const own = belongingsOf(customer)
    own.paid(own.card(), 'gw_acc_cards', partOf(total(customer), customer.random))
    own.account('bank-transfer')
    return { ...own, outcomes: [] }
  }),
  paypal: story(['EUR', 'USD', 'JPY'], (customer) => {
    const own = belongingsOf(customer)
    own.paid(own.account('paypal'), 'gw_acc_paypal', partOf(total(customer), customer.random))
    spare(own, customer)
    return { ...own, outcomes: [] }
  }),
  bank: story(ANY, (customer) => {
    const own = belongingsOf(customer)
    own.account('bank-transfer')
    return { ...own, outcomes: [] }
  }),
  // What is over the account's largest payment goes to the bank.
  'pushed-to-card': story(['EUR', 'USD'], (customer) => {
    const own = belongingsOf(customer)
    const card = own.card(['Visa', 'MasterCard'])
    own.paid(card, 'gw_acc_cards_push', partOf(total(customer), customer.random))
    own.account('bank-transfer')
    return { ...own, outcomes: [] }
  }),
  'card-and-skrill': story(['EUR', 'USD'], (customer) => {
    const own = belongingsOf(customer)
    const byCard = partOf(total(customer), customer.random)
    own.paid(own.card(), 'gw_acc_cards', byCard)
    own.paid(own.account('Skrill'), 'gw_acc_skrill', total(customer) - byCard)
    return { ...own, outcomes: [] }
  }),
  'asian-card': story(['JPY'], (customer) => {
    const own = belongingsOf(customer)
    const card = own.card(['JCB', 'China UnionPay'])
    own.paid(card, 'gw_acc_cards_asia', partOf(total(customer), customer.random))
    return { ...own, outcomes: [] }
  }),
  // The card covers all requests but a part of the last.
  'short-of-cover': story(ANY, (customer) => {
    const own = belongingsOf(customer)
    const last = customer.asked.at(-1) ?? 0
    own.paid(own.card(), 'gw_acc_cards', total(customer) - partOf(last, customer.random))
    return {
      ...own,
      outcomes: customer.asked.map((_, i) =>
        i === customer.asked.length - 1 ? 'partially-allocated' : 'allocated',
      ),
    }
  }),
  'nowhere-to-pay': {
    ...story(ANY, (customer) => ({
      ...oneOf(MISHAPS, customer.random)(customer),
      outcomes: ['not-allocated'],
    })),
    requestsLimit: 1,
  },
}

/** Each gives another reason in the trace. */
const MISHAPS: readonly [Mishap, ...Mishap[]] = [
  (customer) => belongingsOf(customer), // no instrument at all
  (customer) => {
    const own = belongingsOf(customer)
    own.paid(own.card(['Visa'], 'expired'), 'gw_acc_cards', total(customer))
    return own
  },
  (customer) => {
    const own = belongingsOf(customer)
    own.account('paypal') // never used for a payment
    return own
  },
  (customer) => {
    const own = belongingsOf(customer)
    own.disputed(own.card(), 'gw_acc_cards', total(customer))
    return own
  },
]

type Mishap = (customer: StoryCustomer) => Belongings

function story(currencies: Story['currencies'], tell: Story['tell']): Story {
  return { currencies, requestsLimit: REQUESTS_LIMIT, tell }
}

/**
 * Where what was declined may go: a card that covers a part of any request, and a bank for the rest. In two parts, since
 * the simulator would decline the same amount again.
 */
function spare(own: GrowingBelongings, { asked, random }: StoryCustomer): void {
  own.paid(own.card(), 'gw_acc_cards', partOf(Math.min(...asked), random))
  own.account('bank-transfer')
}

const total = ({ asked }: StoryCustomer): number => asked.reduce((sum, minor) => sum + minor, 0)

/** Something between a third and two thirds; less than the whole, and more than nothing. */
const partOf = (minor: number, random: () => number): number => Math.ceil((minor * (1 + random())) / 3)
