import type { Currency } from './currency.ts'
import type { Minor } from './money.ts'
import type { CardScheme } from './payment-method.ts'

export const GATEWAY_ACCOUNT_STATUSES = ['active', 'inactive', 'pending', 'closed'] as const
export const PAYOUT_INSTRUCTIONS = ['all', 'covered-payout', 'approved-payment', 'none'] as const

export type GatewayAccountStatus = (typeof GATEWAY_ACCOUNT_STATUSES)[number]
export type PayoutInstruction = (typeof PAYOUT_INSTRUCTIONS)[number]

/** Rules §7.1; one Query reads them all. */
export const GATEWAY_ACCOUNTS_LIMIT = 200

export interface GatewayAccount {
  readonly id: string
  readonly gatewayName: string
  readonly method: string
  readonly acceptedCurrencies: readonly Currency[]
  /** Empty means every scheme. */
  readonly paymentCardSchemes: readonly CardScheme[]
  readonly status: GatewayAccountStatus
  readonly isDown: boolean
  readonly readyToPayoutInstruction: PayoutInstruction
  readonly payoutLimits: PayoutLimits | null
  readonly payoutAdapter: PayoutAdapter
  readonly payoutConcurrency: number
  readonly version: number
  readonly createdTime: string
  readonly updatedTime: string
}

/** What a decision knows of an account: nothing of how it is reached, which may be secret. */
export type PayoutGateway = Omit<GatewayAccount, 'payoutAdapter'>

/** Limits of automatic allocation only, at most one entry per currency each (rules §7.1). */
export interface PayoutLimits {
  readonly maxPerTransaction: readonly AmountLimit[]
  readonly minPerTransaction: readonly AmountLimit[]
  /** Rolling 24 hours. */
  readonly maxPerPeriod: readonly PeriodLimit[]
}

export interface AmountLimit {
  readonly currency: Currency
  readonly amountMinor: Minor
}

export interface PeriodLimit extends AmountLimit {
  /** The version of the account that set this cap, which names the cap's window (rules §4.5). Not shown. */
  readonly since: number
}

/** The gateway name, and the adapter, that pay nobody: they simulate. */
export const SIMULATOR_NAME = 'TestProcessor'

export type PayoutAdapter =
  | { readonly type: typeof SIMULATOR_NAME }
  | {
      readonly type: 'webhook'
      readonly url: string
      readonly secret: string
      readonly timeoutSeconds: number
    }

export const limitFor = (limits: readonly AmountLimit[] | undefined, currency: Currency): Minor | null =>
  limits?.find((limit) => limit.currency === currency)?.amountMinor ?? null
