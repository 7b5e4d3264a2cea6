import { decide } from '../../../../shared/domain/auto-allocation/decide.ts'
import type {
  AllocationPolicy,
  CandidateTrace,
  DecisionInput,
} from '../../../../shared/domain/auto-allocation/decision.ts'
import type { PaymentInstrument } from '../../../../shared/domain/customer.ts'
import { type GatewayAccount, PAYOUT_INSTRUCTIONS } from '../../../../shared/domain/gateway-account.ts'
import { decimalFromMinor, minorFromDecimal } from '../../../../shared/domain/money.ts'
import {
  cardInstrument,
  decisionInput,
  gatewayAccount,
  instrument,
  limitsOf,
  paidIn,
  payoutRequest,
} from './builders.ts'

/**
 * A worked example: one row a pair, in the order of the walk. What is left of `takes` is given, in EUR unless the
 * example says otherwise; `takes`, `because` (limitedBy or reason) and `moved` (by a repair, if the table tells of it)
 * are expected. A table need not list pairs of different methods and pairs without any payment to cover.
 */
export interface Example {
  readonly asks: string
  readonly currency?: string
  readonly order?: readonly string[]
  readonly policy?: AllocationPolicy
  readonly wants?: string
  readonly table: string
  /** The outcome and what stays unallocated: `partially-allocated, 20 left`. */
  readonly so: string
}

/** The example again, with what the decision made of it. */
export function work(example: Example): Pick<Example, 'so'> & { readonly rows: readonly string[] } {
  const currency = example.currency ?? 'EUR'
  const given = rowsOf(example.table)
  const decision = decide(inputOf(example, given, currency))
  const rows = decision.candidates
    .map((candidate) => ({ candidate, row: givenFor(given, candidate) }))
    .filter(({ candidate: { reason }, row }) => row || !UNLISTED.has(reason))
    .map(({ candidate, row = {} }) =>
      sentence({ ...row, ...taken(candidate, currency), ...moved(row, candidate, currency) }),
    )
  return { rows, so: `${decision.outcome}, ${decimalFromMinor(decision.unallocatedMinor, currency)} left` }
}

export const expectedOf = ({ table, so }: Example): ReturnType<typeof work> => ({
  rows: rowsOf(table).map(sentence),
  so,
})

type Row = Readonly<Record<string, string>>

const sentence = (row: Row): string =>
  Object.entries(row)
    .map(([column, value]) => `${column} ${value}`)
    .join(' | ')

function rowsOf(table: string): Row[] {
  const [header = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
  return rows.map((cells) => Object.fromEntries(header.map((column, at) => [column, cells[at] ?? ''])))
}

/** The rows are handed over backwards: their order is the decision's to find. */
function inputOf(example: Example, given: readonly Row[], currency: string): DecisionInput {
  const rows = given.toReversed()
  return decisionInput({
    request: payoutRequest({
      currency,
      amountMinor: minorOf(example.asks, currency),
      paymentInstrumentId: example.wants ?? null,
    }),
    instruments: unique(rows.map((row) => instrumentOf(row))),
    gateways: unique(rows.map((row) => gatewayOf(row, currency))),
    exposures: rows.map((row) =>
      paidIn(row.instrument ?? '', row.gateway ?? '', minorOf(row['paid in'], currency), {
        openMinor: minorOf(row.open, currency),
        firstPaymentTime: timeOf(row.first),
        lastPaymentTime: timeOf(row.last),
      }),
    ),
    periodLeft: new Map(
      rows.flatMap(({ gateway = '', window }) => (window ? [[gateway, minorOf(window, currency)]] : [])),
    ),
    ...(example.order && { order: example.order }),
    ...(example.policy && { policy: example.policy }),
  })
}

const UNLISTED: ReadonlySet<unknown> = new Set(['method-mismatch', 'no-covering-payment'])

const givenFor = (given: readonly Row[], pair: CandidateTrace): Row | undefined =>
  given.find((row) => row.instrument === pair.paymentInstrumentId && row.gateway === pair.gatewayAccountId)

const taken = ({ tookMinor, limitedBy, reason }: CandidateTrace, currency: string): Row => ({
  takes: tookMinor === 0n ? '' : decimalFromMinor(tookMinor, currency),
  because: limitedBy ?? reason ?? '',
})

/** For tables that tell of it. */
const moved = (row: Row, { movedMinor }: CandidateTrace, currency: string): Row =>
  'moved' in row ? { moved: movedMinor === 0n ? '' : decimalFromMinor(movedMinor, currency) } : {}

/** Cards are named for their scheme, everything else for its method: `visa-2`, `paypal`. */
function instrumentOf({ instrument: id = '' }: Row): PaymentInstrument {
  const method = methodOf(id)
  return method === 'payment-card' ? cardInstrument(id) : instrument(id, method)
}

const methodOf = (id: string): string =>
  /^(visa|mastercard)/.test(id) ? 'payment-card' : (id.split('-')[0] ?? id)

const gatewayOf = (row: Row, currency: string): GatewayAccount =>
  gatewayAccount(row.gateway ?? '', {
    method: methodOf(row.instrument ?? ''),
    acceptedCurrencies: [currency],
    readyToPayoutInstruction: PAYOUT_INSTRUCTIONS.find((known) => known === row.instruction) ?? 'none',
    payoutLimits: limitsOf(
      {
        least: row.minimum ? minorOf(row.minimum, currency) : null,
        most: row.maximum ? minorOf(row.maximum, currency) : null,
      },
      currency,
    ),
  })

const unique = <Value extends { readonly id: string }>(values: readonly Value[]): Value[] => [
  ...new Map(values.map((value) => [value.id, value])).values(),
]

const timeOf = (day: string | undefined): string | null => (day ? `2026-${day}T12:00:00.000Z` : null)

function minorOf(decimal: string | undefined, currency: string): bigint {
  const minor = minorFromDecimal(Number(decimal ?? 0), currency)
  if (typeof minor === 'string') throw new Error(`${decimal} ${currency}: ${minor}`)
  return minor
}
