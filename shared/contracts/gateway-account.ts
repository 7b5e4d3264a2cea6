import * as z from 'zod'
import {
  GATEWAY_ACCOUNT_STATUSES,
  PAYOUT_INSTRUCTIONS,
  type PayoutAdapter,
  SIMULATOR_NAME,
} from '../domain/gateway-account.ts'
import type { GatewayAccountAsk } from '../domain/gateway-account-changes.ts'
import { CARD_SCHEMES } from '../domain/payment-method.ts'
import {
  amount,
  amountProblem,
  currency,
  expected,
  flag,
  id,
  isObject,
  minorOf,
  oneOf,
  outboundLink,
  refuse,
  text,
  uniqueList,
  whole,
} from './fields.ts'
import { gatewayAccountProblems } from './gateway-account-rules.ts'
import { paymentMethod } from './payment-method.ts'

const LIMIT_ENTRIES_LIMIT = 200
const CURRENCIES_LIMIT = 200
const DEFAULT_CONCURRENCY = 10
const DEFAULT_TIMEOUT_SECONDS = 10

const limit = z.object({ amount, currency }).superRefine(judgeDigits, { when: isObject })

const periodLimit = z
  .object({ amount, currency, period: oneOf(['24-hours']) })
  .superRefine(judgeDigits, { when: isObject })

const limits = <Limit extends z.ZodType>(entry: Limit) =>
  z
    .array(entry, expected('an array'))
    .min(1, 'must not be empty')
    .max(LIMIT_ENTRIES_LIMIT, `must have at most ${LIMIT_ENTRIES_LIMIT} entries`)
    .nullish()

const PayoutLimitsBody = z.object(
  {
    maxPerTransaction: limits(limit),
    minPerTransaction: limits(limit),
    maxPerPeriod: limits(periodLimit),
  },
  expected('an object'),
)

const webhook = {
  url: outboundLink,
  secret: text(255).min(24, 'must have at least 24 characters'),
  timeoutSeconds: whole(1, 30),
}

const PayoutAdapterBody = z.discriminatedUnion(
  'type',
  [
    z.object({ type: z.literal('TestProcessor') }),
    z.object({ type: z.literal('webhook'), ...webhook, timeoutSeconds: webhook.timeoutSeconds.nullish() }),
  ],
  expected('an object of type TestProcessor or webhook'),
)

const shape = {
  gatewayName: text(50).min(1, 'must not be empty'),
  method: paymentMethod,
  acceptedCurrencies: uniqueList(currency, CURRENCIES_LIMIT).min(1, 'must not be empty'),
  paymentCardSchemes: uniqueList(oneOf(CARD_SCHEMES), CARD_SCHEMES.length).nullish(),
  status: oneOf(GATEWAY_ACCOUNT_STATUSES).nullish(),
  isDown: flag.nullish(),
  readyToPayoutInstruction: oneOf(PAYOUT_INSTRUCTIONS).nullish(),
  payoutLimits: PayoutLimitsBody.nullish(),
  payoutAdapter: PayoutAdapterBody.nullish(),
  payoutConcurrency: whole(1, 100).nullish(),
}

/** Body of PUT /gateway-accounts/{id}. */
export const GatewayAccountBody = z.object(shape).superRefine(judge, { when: isObject })

/** Body of POST /gateway-accounts: the id may be the caller's. */
export const NewGatewayAccount = z
  .object({ ...shape, id: id.nullish() })
  .superRefine(judge, { when: isObject })

/** Body of PATCH /gateway-accounts/{id}: what it makes of the account is then judged as GatewayAccountBody. */
export const GatewayAccountPatch = z
  .object({
    ...shape,
    payoutAdapter: z
      .object({ type: oneOf(['TestProcessor', 'webhook']), ...webhook }, expected('an object'))
      .partial()
      .nullish(),
  })
  .partial()

/** What the body asks for, in the words of the domain and with the defaults of rules §7.1. */
export const gatewayAccountAsk = (body: z.infer<typeof GatewayAccountBody>): GatewayAccountAsk => ({
  gatewayName: body.gatewayName,
  method: body.method,
  acceptedCurrencies: body.acceptedCurrencies,
  paymentCardSchemes: body.paymentCardSchemes ?? [],
  status: body.status ?? 'active',
  isDown: body.isDown ?? false,
  readyToPayoutInstruction: body.readyToPayoutInstruction ?? 'none',
  payoutLimits: body.payoutLimits
    ? {
        maxPerTransaction: limitsAsked(body.payoutLimits.maxPerTransaction),
        minPerTransaction: limitsAsked(body.payoutLimits.minPerTransaction),
        maxPerPeriod: limitsAsked(body.payoutLimits.maxPerPeriod),
      }
    : null,
  payoutAdapter: adapterAsked(body.payoutAdapter),
  payoutConcurrency: body.payoutConcurrency ?? DEFAULT_CONCURRENCY,
})

const limitsAsked = (limits: readonly z.infer<typeof limit>[] | null | undefined) =>
  (limits ?? []).map(({ amount, currency }) => ({ currency, amountMinor: minorOf(amount, currency) }))

const adapterAsked = (adapter: z.infer<typeof PayoutAdapterBody> | null | undefined): PayoutAdapter =>
  adapter?.type === 'webhook'
    ? { ...adapter, timeoutSeconds: adapter.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS }
    : { type: SIMULATOR_NAME }

function judge(body: unknown, context: z.core.$RefinementCtx): void {
  for (const { field, message } of gatewayAccountProblems(body)) refuse(context, field, message)
}

function judgeDigits(entry: { amount: number; currency: string }, context: z.core.$RefinementCtx): void {
  const problem = amountProblem(entry.amount, entry.currency)
  if (problem) refuse(context, 'amount', problem)
}
