import * as z from 'zod'
import {
  GATEWAY_ACCOUNT_STATUSES,
  type GatewayAccount,
  PAYOUT_INSTRUCTIONS,
} from '../domain/gateway-account.ts'
import { CARD_SCHEMES } from '../domain/payment-method.ts'
import type { Item } from './client.ts'
import { minor, orNull, withoutNulls } from './stored.ts'

const limit = z.object({ currency: z.string(), amountMinor: minor })
const limits = z.array(limit)

export const StoredGatewayAccount = z.object({
  id: z.string(),
  gatewayName: z.string(),
  method: z.string(),
  acceptedCurrencies: z.array(z.string()),
  paymentCardSchemes: z.array(z.enum(CARD_SCHEMES)),
  status: z.enum(GATEWAY_ACCOUNT_STATUSES),
  isDown: z.boolean(),
  readyToPayoutInstruction: z.enum(PAYOUT_INSTRUCTIONS),
  payoutLimits: orNull(
    z.object({
      maxPerTransaction: limits,
      minPerTransaction: limits,
      maxPerPeriod: z.array(limit.extend({ since: z.int() })),
    }),
  ),
  payoutAdapter: z.discriminatedUnion('type', [
    z.object({ type: z.literal('TestProcessor') }),
    z.object({
      type: z.literal('webhook'),
      url: z.string(),
      secret: z.string(),
      timeoutSeconds: z.int(),
    }),
  ]),
  payoutConcurrency: z.int(),
  version: z.int(),
  createdTime: z.string(),
  updatedTime: z.string(),
})

export const gatewayAccountFrom = (item: Item): GatewayAccount => StoredGatewayAccount.parse(item)

export const gatewayAccountItem = (account: GatewayAccount): Item => ({
  ...withoutNulls(account),
  type: 'gateway-account',
})
