import { refuseWhileBlocked } from './allocate.ts'
import type { Allocation, AllocationStatus } from './allocation.ts'
import type { PayoutGateway } from './gateway-account.ts'
import type { ChangeAction, PayoutRequest } from './payout-request.ts'
import type { Stamp } from './payout-request-changes.ts'
import { Refusal } from './refusal.ts'

/** The edges of an allocation's life that people take, and when they may. */

/** The allocation as PATCH leaves it; itself when it has already begun or is already canceled (rules §5). */
export function moveAllocation(
  allocation: Allocation,
  request: PayoutRequest,
  to: 'processing' | 'canceled',
  { stamp, transactionId }: { readonly stamp: Stamp; readonly transactionId: string },
): Allocation {
  refuseWhileBlocked(request)
  if (isAlready(allocation.status, to)) return allocation
  demandPending(allocation.status, to)
  return to === 'canceled'
    ? movedTo('canceled', allocation, stamp)
    : sending(allocation, transactionId, stamp)
}

/** From here the payment goes through, blocked or not (rules §5). */
export const sending = (allocation: Allocation, transactionId: string, stamp: Stamp): Allocation => ({
  ...movedTo('processing', allocation, stamp),
  transactionId,
  transactionStatus: 'sending',
  transactionResult: 'unknown',
})

/** Allocations of one request that are canceled together. */
export interface Cancellation {
  readonly request: PayoutRequest
  readonly moves: readonly { readonly before: Allocation; readonly after: Allocation }[]
  readonly stamp: Stamp
}

/** Cancels what is pending of a request, that of one run if it is named: so many at a time, nothing when none is. */
export function cancelPending(
  { request, allocations }: { readonly request: PayoutRequest; readonly allocations: readonly Allocation[] },
  runId: string | null,
  stamp: Stamp,
): Cancellation[] {
  const pending = pendingOf(allocations, runId)
  if (pending.length > 0) refuseWhileBlocked(request)
  const moves = pending.map((before) => ({ before, after: movedTo('canceled', before, stamp) }))
  return Array.from({ length: Math.ceil(moves.length / CANCELED_TOGETHER_LIMIT) }, (_, i) => ({
    request,
    moves: moves.slice(i * CANCELED_TOGETHER_LIMIT, (i + 1) * CANCELED_TOGETHER_LIMIT),
    stamp,
  }))
}

/** Those that nobody has begun to pay: all, or those of one run. */
export const pendingOf = (allocations: readonly Allocation[], runId: string | null): Allocation[] =>
  allocations.filter(({ status, ...of }) => status === 'pending' && (runId === null || of.runId === runId))

/** What the request's timeline says of it. */
export const canceledTogether = (count: number): ChangeAction => ({
  type: 'payout-request-modified',
  message: count === 1 ? 'Allocation canceled' : `${count} allocations canceled`,
})

/** They share a transaction of 100 actions with their request, the customer's exposure and, at worst, a window each. */
const CANCELED_TOGETHER_LIMIT = 45

/** The allocation one step on in its life; which steps there are is the caller's to know. */
export const movedTo = (status: AllocationStatus, allocation: Allocation, { by, at }: Stamp): Allocation => ({
  ...allocation,
  status,
  lastChange: { by, at, actions: [] },
  version: allocation.version + 1,
  updatedTime: at,
})

/** The stage's stop switch, said where somebody would begin a payment at once; what is queued goes back to pending. */
export function demandPayoutsGoOn({ payoutsStopped }: { readonly payoutsStopped: boolean }): void {
  if (payoutsStopped)
    throw new Refusal('payouts-stopped', {
      detail: 'Payouts are stopped on this stage: no payment is begun.',
    })
}

/** Rules §5: an account that is not active or pays nothing takes no payment. */
export function demandGatewayPays(gateway: PayoutGateway | undefined): void {
  if (!pays(gateway))
    throw new Refusal('gateway-cannot-pay', {
      detail: 'The gateway account is not active or its payout instruction is none.',
      invalidFields: [
        { field: 'gatewayAccountId', message: 'is not active or its payout instruction is none' },
      ],
    })
}

export const pays = (gateway: PayoutGateway | undefined): boolean =>
  gateway?.status === 'active' && gateway.readyToPayoutInstruction !== 'none'

/** Whoever asks for processing twice is told that it has begun. */
const isAlready = (status: AllocationStatus, to: 'processing' | 'canceled'): boolean =>
  status === to || (to === 'processing' && (status === 'queued' || status === 'waiting-completion'))

/** Only the worker takes a queued allocation, and what it has begun is the gateway's to end. */
function demandPending(from: AllocationStatus, to: 'processing' | 'canceled'): void {
  if (from === 'pending') return
  throw new Refusal('transition-not-allowed', {
    detail: `An allocation that is ${from} cannot become ${to}.`,
    members: { from, to, allowed: [] },
  })
}
