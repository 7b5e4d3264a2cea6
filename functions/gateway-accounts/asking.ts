import type * as z from 'zod'
import { type GatewayAccountBody, gatewayAccountAsk } from '../../shared/contracts/gateway-account.ts'
import type { GatewayAccountAsk } from '../../shared/domain/gateway-account-changes.ts'
import { demandCallable } from '../entry/outbound-policy.ts'

/** What the body asks for; refused where this stage would never call its payment service. */
export function accountAsked(body: z.infer<typeof GatewayAccountBody>): GatewayAccountAsk {
  const ask = gatewayAccountAsk(body)
  if (ask.payoutAdapter.type === 'webhook') demandCallable(ask.payoutAdapter.url, 'payoutAdapter.url')
  return ask
}
