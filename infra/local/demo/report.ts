import { amountsIn, DEMO_CURRENCIES, type DemoCurrency } from './amounts.ts'
import { GATEWAY_ACCOUNTS } from './gateway-accounts.ts'
import type { Measurement } from './measuring.ts'
import type { Payouts } from './paying.ts'
import { seconds } from './progress.ts'
import { outcomeOf, type Result } from './results.ts'
import type { DemoOutcome } from './stories.ts'
import { textTable } from './text-table.ts'

/** What creating the batches took, what allocating them took, and what was paid then. */
export interface Told {
  readonly create: Measurement
  readonly autoAllocate: Measurement
  readonly payouts: Payouts
}

/** What a person wants to know at the end. */
export function report(results: readonly Result[], { create, autoAllocate, payouts }: Told): string {
  return [
    outcomesTable(results),
    gatewaysTable(results),
    costsTable([
      { what: 'Batches created', ...create },
      { what: 'Auto-allocated', ...autoAllocate },
    ]),
    payoutsLine(payouts),
  ].join('\n\n')
}

const outcomesTable = (results: readonly Result[]): string => {
  const groups = DEMO_CURRENCIES.map((currency) => ({ currency, of: inCurrency(results, currency) }))
  const rows = [...groups.filter(({ of }) => of.length > 0), { currency: 'all' as const, of: results }]
  return textTable(
    [
      { title: 'Currency', cell: ({ currency }) => currency },
      { title: 'requests', cell: ({ of }) => of.length },
      ...OUTCOMES.map(([outcome, title]) => ({ title, cell: ({ of }: Group) => count(of, outcome) })),
      { title: 'asked for', cell: amountCell(({ body }) => body.amount) },
      {
        title: 'allocated',
        cell: amountCell(({ body, availableAmount }) => body.amount - availableAmount),
      },
      { title: 'left', cell: amountCell(({ availableAmount }) => availableAmount) },
    ],
    rows,
  )
}

interface Group {
  readonly currency: DemoCurrency | 'all'
  readonly of: readonly Result[]
}

const OUTCOMES: readonly (readonly [DemoOutcome, string])[] = [
  ['allocated', 'in full'],
  ['partially-allocated', 'in part'],
  ['not-allocated', 'not at all'],
]

const inCurrency = (results: readonly Result[], currency: DemoCurrency): Result[] =>
  results.filter(({ body }) => body.currency === currency)

export const count = (results: readonly Result[], outcome: DemoOutcome): number =>
  results.filter((result) => outcomeOf(result) === outcome).length

/** Amounts of different currencies do not add up. */
const amountCell =
  (amount: (result: Result) => number) =>
  ({ currency, of }: Group): string =>
    currency === 'all' ? '' : sumIn(currency, of.map(amount))

/** Exact: in whole minor units. Nothing where there is nothing. */
function sumIn(currency: DemoCurrency, amounts: readonly number[]): string {
  const { digits, decimal } = amountsIn(currency)
  const minor = amounts.reduce((sum, amount) => sum + Math.round(amount * 10 ** digits), 0)
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return minor === 0 ? '' : decimal(minor).toLocaleString('en', fraction)
}

function gatewaysTable(results: readonly Result[]): string {
  const legs = results.flatMap(({ body, allocations }) =>
    allocations.map((allocation) => ({ ...allocation, currency: body.currency })),
  )
  const rows = GATEWAY_ACCOUNTS.map((account) => ({
    account,
    legs: legs.filter(({ gatewayAccountId }) => gatewayAccountId === account.id),
  }))
  return textTable(
    [
      { title: 'Gateway account', cell: ({ account }) => account.id },
      { title: 'method', cell: ({ account }) => account.method },
      { title: 'pays', cell: ({ account }) => account.readyToPayoutInstruction },
      { title: 'allocations', cell: ({ legs }) => legs.length },
      ...DEMO_CURRENCIES.map((currency) => ({
        title: currency,
        cell: ({ legs }: (typeof rows)[number]) =>
          sumIn(
            currency,
            legs.filter((leg) => leg.currency === currency).map(({ amount }) => amount),
          ),
      })),
    ],
    rows.filter(({ legs }) => legs.length > 0),
  )
}

const payoutsLine = ({ fulfilled, declined, reallocated, paidByCurrency }: Payouts): string => {
  const paid = Object.entries(paidByCurrency).map(([currency, amount]) => `${amount} ${currency}`)
  return `Paid in full: ${fulfilled} requests; in all ${paid.join(', ')}.
Declined by a gateway: ${declined} allocations; ${reallocated} requests were allocated again and paid elsewhere.`
}

const costsTable = (rows: readonly (Measurement & { readonly what: string })[]): string =>
  textTable(
    [
      { title: 'Step', cell: ({ what }) => what },
      { title: 'time', cell: ({ ms }) => seconds(ms).trim() },
      { title: 'DynamoDB requests', cell: ({ dynamodbRequests }) => dynamodbRequests },
      { title: 'write units', cell: ({ writeUnits }) => writeUnits },
      { title: 'read units', cell: ({ readUnits }) => readUnits },
      { title: 'state transitions', cell: ({ stateTransitions }) => stateTransitions },
    ],
    rows,
  )
