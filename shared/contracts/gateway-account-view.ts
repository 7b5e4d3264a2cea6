import * as z from 'zod'
import {
  type AmountLimit,
  GATEWAY_ACCOUNT_STATUSES,
  type GatewayAccount,
  PAYOUT_INSTRUCTIONS,
} from '../domain/gateway-account.ts'
import { decimalFromMinor } from '../domain/money.ts'
import { currency, id, links, time } from './fields.ts'
import type { LinkTo } from './links.ts'

const limit = z.object({ amount: z.number(), currency })
const periodLimit = limit.extend({ period: z.literal('24-hours') })

export const GatewayAccountRepresentation = z.object({
  id,
  gatewayName: z.string(),
  method: z.string(),
  acceptedCurrencies: z.array(currency),
  paymentCardSchemes: z.array(z.string()),
  status: z.enum(GATEWAY_ACCOUNT_STATUSES),
  isDown: z.boolean(),
  readyToPayoutInstruction: z.enum(PAYOUT_INSTRUCTIONS),
  payoutLimits: z
    .object({
      maxPerTransaction: z.array(limit).nullable(),
      minPerTransaction: z.array(limit).nullable(),
      maxPerPeriod: z.array(periodLimit).nullable(),
    })
    .nullable(),
  /** Ours. A secret is never answered. */
  payoutAdapter: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('TestProcessor') }),
    z.strictObject({ type: z.literal('webhook'), url: z.string(), timeoutSeconds: z.int() }),
  ]),
  /** Ours. */
  payoutConcurrency: z.int(),
  createdTime: time,
  updatedTime: time,
  _links: links,
})

export function representGatewayAccount(
  account: GatewayAccount,
  linkTo: LinkTo,
): z.infer<typeof GatewayAccountRepresentation> {
  const { payoutAdapter, ...body } = gatewayAccountBody(account)
  return {
    ...body,
    id: account.id,
    payoutAdapter:
      payoutAdapter.type === 'webhook'
        ? { type: 'webhook', url: payoutAdapter.url, timeoutSeconds: payoutAdapter.timeoutSeconds }
        : payoutAdapter,
    createdTime: account.createdTime,
    updatedTime: account.updatedTime,
    _links: [linkTo('self', `/gateway-accounts/${account.id}`)],
  }
}

/** The body that a PUT would have to send for the account to be as it is, its secret included: what PATCH merges into. */
export const gatewayAccountBody = (account: GatewayAccount) => ({
  gatewayName: account.gatewayName,
  method: account.method,
  acceptedCurrencies: [...account.acceptedCurrencies],
  paymentCardSchemes: [...account.paymentCardSchemes],
  status: account.status,
  isDown: account.isDown,
  readyToPayoutInstruction: account.readyToPayoutInstruction,
  payoutLimits: account.payoutLimits && {
    maxPerTransaction: entriesOf(account.payoutLimits.maxPerTransaction),
    minPerTransaction: entriesOf(account.payoutLimits.minPerTransaction),
    maxPerPeriod:
      entriesOf(account.payoutLimits.maxPerPeriod)?.map((entry) => ({
        ...entry,
        period: '24-hours' as const,
      })) ?? null,
  },
  payoutAdapter: account.payoutAdapter,
  payoutConcurrency: account.payoutConcurrency,
})

/** A limit was accepted as a number, so it can be shown as one. */
const entriesOf = (limits: readonly AmountLimit[]) =>
  limits.length === 0
    ? null
    : limits.map(({ amountMinor, currency }) => ({
        amount: Number(decimalFromMinor(amountMinor, currency)),
        currency,
      }))
