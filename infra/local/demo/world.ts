import { seededRandom } from '../random.ts'
import { amountsIn, type DemoCurrency } from './amounts.ts'
import type { Belongings } from './belongings.ts'
import { oneOf } from './chance.ts'
import { GATEWAY_ACCOUNTS } from './gateway-accounts.ts'
import { type DemoOutcome, STORIES, storyOf } from './stories.ts'

/** What a demonstration puts into an organization: bodies as the API takes them. */
export interface World {
  readonly gatewayAccounts: typeof GATEWAY_ACCOUNTS
  readonly customers: readonly DemoCustomer[]
}

export interface DemoCustomer extends Belongings {
  readonly id: string
  /** To be asked for in this order: what an earlier one takes is not there for a later one. */
  readonly requests: readonly DemoRequest[]
}

export interface DemoRequest {
  readonly body: {
    readonly websiteId: string
    readonly customerId: string
    readonly currency: DemoCurrency
    readonly amount: number
    readonly paymentInstrumentId?: string
    readonly description: string
  }
  /** What the customer's instruments and payments allow. */
  readonly outcome: DemoOutcome
}

/**
 * Customers who ask for so many payouts between them; the same for the same seed. At least 80 % can be allocated in
 * full, and of 100 at least one in part and one not at all.
 */
export function demoWorld(options: { requests: number; seed: number; now: Date }): World {
  const random = seededRandom(options.seed)
  const customers: DemoCustomer[] = []
  for (let left = options.requests; left > 0; ) {
    const customer = customerOf(customers.length, left, random, options.now)
    customers.push(customer)
    left -= customer.requests.length
  }
  return { gatewayAccounts: GATEWAY_ACCOUNTS, customers }
}

export const requestsOf = (world: World): DemoRequest[] => world.customers.flatMap(({ requests }) => requests)

const REQUESTS_PER_CUSTOMER = [1, 1, 2, 2, 3, 4, 6] as const

const WEBSITES = ['web_casino', 'web_sports', 'web_lottery'] as const

function customerOf(index: number, left: number, random: () => number, now: Date): DemoCustomer {
  const id = `cus_${String(index + 1).padStart(5, '0')}`
  const { tell, currencies, requestsLimit } = STORIES[storyOf(index)]
  const currency = oneOf(currencies, random)
  const count = Math.min(left, requestsLimit, oneOf(REQUESTS_PER_CUSTOMER, random))
  const asked = Array.from({ length: count }, () => amountsIn(currency).typical(random))
  const { outcomes, instruments, payments } = tell({ customerId: id, currency, asked, random, now })
  const selected = instruments[Math.floor(random() * 3)]?.id
  const common = { customerId: id, currency, ...(selected && { paymentInstrumentId: selected }) }
  const requests = asked.map((minor, i) => ({
    body: {
      ...common,
      websiteId: oneOf(WEBSITES, random),
      amount: amountsIn(currency).decimal(minor),
      description: `Payout ${i + 1} of ${count}`,
    },
    outcome: outcomes[i] ?? 'allocated',
  }))
  return { id, instruments, payments, requests }
}
