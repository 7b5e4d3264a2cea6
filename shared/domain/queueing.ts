import type { Allocation } from './allocation.ts'
import { movedTo, pays } from './allocation-moves.ts'
import type { PayoutGateway } from './gateway-account.ts'
import type { ChangeAction, PayoutRequest } from './payout-request.ts'
import type { Stamp } from './payout-request-changes.ts'
import { type InvalidField, Refusal } from './refusal.ts'

/** The way of an allocation to the worker that pays it, and back when it may not be paid now (rules §5). */

export const queued = (allocation: Allocation, stamp: Stamp): Allocation =>
  movedTo('queued', allocation, stamp)

export const returnedToPending = (allocation: Allocation, stamp: Stamp): Allocation =>
  movedTo('pending', allocation, stamp)

export type Hindrance = 'blocked' | 'gateway-cannot-pay' | 'payouts-stopped'

/** Why a queued allocation may not be paid at this moment. */
export function hindranceTo(
  request: Pick<PayoutRequest, 'blocked'>,
  gateway: PayoutGateway | undefined,
  { payoutsStopped }: { readonly payoutsStopped: boolean },
): Hindrance | undefined {
  if (request.blocked) return 'blocked'
  if (!pays(gateway)) return 'gateway-cannot-pay'
  return payoutsStopped ? 'payouts-stopped' : undefined
}

const HINDRANCES: Readonly<Record<Hindrance, string>> = {
  blocked: 'the payout request is blocked',
  'gateway-cannot-pay': 'the gateway account is not active or its payout instruction is none',
  'payouts-stopped': 'payouts are stopped',
}

/** What the timeline says of an allocation that went back to pending. */
export const notPaid = ({ id }: Allocation, hindrance: Hindrance): ChangeAction => ({
  type: 'payout-request-processing-stopped',
  message: `Allocation ${id} is pending again: ${HINDRANCES[hindrance]}`,
})

/** An allocation that somebody asks to be processed; undefined where there is none with the id. */
export type Asked = { readonly allocation: Allocation; readonly request: PayoutRequest } | undefined

/**
 * Those of a list that are to be queued (rules §5): all must be there, and what is pending must belong to an unblocked
 * request and a gateway account that pays, or nothing is queued. What is no longer pending is passed over.
 */
export function queueable(
  asked: readonly Asked[],
  gateways: ReadonlyMap<string, PayoutGateway>,
): Allocation[] {
  const problems = asked.map((one) => problemOf(one, gateways))
  const invalidFields = problems.flatMap((problem, i): InvalidField[] =>
    problem ? [{ field: `allocationIds.${i}`, message: problem }] : [],
  )
  if (invalidFields.length > 0) {
    const onlyGateways = invalidFields.every(({ message }) => message === CANNOT_PAY)
    throw new Refusal(onlyGateways ? 'gateway-cannot-pay' : 'invalid-fields', { invalidFields })
  }
  const pending = asked.flatMap((one) => (one?.allocation.status === 'pending' ? [one.allocation] : []))
  return [...new Map(pending.map((allocation) => [allocation.id, allocation])).values()]
}

const CANNOT_PAY = 'has a gateway account that is not active or whose payout instruction is none'

function problemOf(one: Asked, gateways: ReadonlyMap<string, PayoutGateway>): string | undefined {
  if (!one) return 'is not an allocation here'
  if (one.allocation.status !== 'pending') return undefined
  if (one.request.blocked) return 'belongs to a payout request that is blocked'
  return pays(gateways.get(one.allocation.gatewayAccountId)) ? undefined : CANNOT_PAY
}
