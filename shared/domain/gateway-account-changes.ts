import type { GatewayAccount, GatewayAccountStatus } from './gateway-account.ts'
import { Refusal } from './refusal.ts'

/** Everything of a gateway account that its owner says. */
export type GatewayAccountAsk = Omit<GatewayAccount, 'id' | 'version' | 'createdTime' | 'updatedTime'>

export const openGatewayAccount = (id: string, ask: GatewayAccountAsk, at: string): GatewayAccount => ({
  ...ask,
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
  return { ...account, ...ask, version: account.version + 1, updatedTime: at }
}

/** Enabling and disabling; the account itself when it already is so. */
export const withStatus = (
  account: GatewayAccount,
  status: Extract<GatewayAccountStatus, 'active' | 'inactive'>,
  at: string,
): GatewayAccount =>
  account.status === status ? account : replaceGatewayAccount(account, { ...account, status }, at)
