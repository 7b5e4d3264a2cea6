import { type AllocationFact, OPEN, sumOf, type TransactionFact } from './facts.ts'
import type { Story } from './story.ts'

/** What transactions and allocations of a pair come to, in whatever order they came (rules §4.1). */
export function figuresOf(profile: string, pair: string, story: Story) {
  const isOfPair = (one: OnPair) => isOf(profile)(one) && pairOf(one) === pair
  const counting = story
    .facts('transaction')
    .filter((one) => isOfPair(one) && hasEffect(one) && one.status !== 'disputed')
  const open = story.facts('allocation').filter((one) => isOfPair(one) && OPEN.includes(one.status))
  const sum = (types: readonly string[]) =>
    sumOf(counting.filter(({ transactionType }) => types.includes(transactionType)))
  return { sales: sum(PAID_IN), payouts: sum(PAID_OUT), open: sumOf(open) }
}

type OnPair = AllocationFact | TransactionFact

const PAID_IN = ['sale', 'capture']
const PAID_OUT = ['refund', 'void', 'credit']

export const hasEffect = ({ result, transactionType }: TransactionFact): boolean =>
  result === 'approved' && [...PAID_IN, ...PAID_OUT].includes(transactionType)

export const isOf = (profile: string) => (one: OnPair) => profileOf(one) === profile

export const profileOf = ({ customerId, currency }: OnPair): string => `${customerId} ${currency}`

export const pairOf = ({ paymentInstrumentId, gatewayAccountId }: OnPair): string =>
  `${paymentInstrumentId} ${gatewayAccountId}`
