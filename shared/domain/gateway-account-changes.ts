import type { AmountLimit, GatewayAccount, GatewayAccountStatus, PayoutLimits } from './gateway-account.ts'
import { Refusal } from './refusal.ts'

/** Everything of a gateway account that its owner says. */
export interface GatewayAccountAsk
  extends Omit<GatewayAccount, 'id' | 'version' | 'createdTime' | 'updatedTime' | 'payoutLimits'> {
  readonly payoutLimits: Readonly<Record<keyof PayoutLimits, readonly AmountLimit[]>> | null
}

export const openGatewayAccount = (id: string, ask: GatewayAccountAsk, at: string): GatewayAccount => ({
  ...ask,
  payoutLimits: limitsSince(1, ask.payoutLimits, null),
  id,
  version: 1,
  createdTime: at,
  updatedTime: at,
})

/** Rules §7.1: closed is final; all else of a closed account may still be put right. */
export function replaceGatewayAccount(
  account: GatewayAccount,
  ask: GatewayAccountAsk,
  at: string,
): GatewayAccount {
  if (account.status === 'closed' && ask.status !== 'closed')
    throw new Refusal('gateway-account-closed', {
      detail: `The gateway account is closed for good: it cannot become ${ask.status}.`,
    })
  const version = account.version + 1
  const payoutLimits = limitsSince(version, ask.payoutLimits, account.payoutLimits)
  return { ...account, ...ask, payoutLimits, version, updatedTime: at }
}

/** Rules §4.5: setting a cap starts an empty window, raising or lowering it keeps the window that it has. */
const limitsSince = (
  version: number,
  asked: GatewayAccountAsk['payoutLimits'],
  before: PayoutLimits | null,
): PayoutLimits | null =>
  asked && {
    ...asked,
    maxPerPeriod: asked.maxPerPeriod.map(({ currency, amountMinor }) => {
      const kept = before?.maxPerPeriod.find((limit) => limit.currency === currency)
      return { currency, amountMinor, since: kept?.since ?? version }
    }),
  }

/** Enabling and disabling; the account itself when it already is so. */
export const withStatus = (
  account: GatewayAccount,
  status: Extract<GatewayAccountStatus, 'active' | 'inactive'>,
  at: string,
): GatewayAccount =>
  account.status === status ? account : replaceGatewayAccount(account, { ...account, status }, at)
