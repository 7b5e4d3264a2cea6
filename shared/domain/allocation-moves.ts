import { refuseWhileBlocked } from './allocate.ts'
import { ALLOCATION_EDGES, type Allocation, type AllocationStatus } from './allocation.ts'
import type { PayoutGateway } from './gateway-account.ts'
import type { PayoutRequest } from './payout-request.ts'
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
  demandEdge(allocation.status, to)
  return {
    ...allocation,
    status: to,
    ...(to === 'processing' && { transactionId, transactionStatus: 'sending', transactionResult: 'unknown' }),
    lastChange: { by: stamp.by, at: stamp.at, actions: [] },
    version: allocation.version + 1,
    updatedTime: stamp.at,
  }
}

/** Rules §5: an account that is not active or pays nothing takes no payment. */
export function demandGatewayPays(gateway: PayoutGateway | undefined): void {
  if (gateway?.status !== 'active' || gateway.readyToPayoutInstruction === 'none')
    throw new Refusal('gateway-cannot-pay', {
      detail: 'The gateway account is not active or its payout instruction is none.',
      invalidFields: [
        { field: 'gatewayAccountId', message: 'is not active or its payout instruction is none' },
      ],
    })
}

/** Whoever asks for processing twice is told that it has begun. */
const isAlready = (status: AllocationStatus, to: 'processing' | 'canceled'): boolean =>
  status === to || (to === 'processing' && (status === 'queued' || status === 'waiting-completion'))

function demandEdge(from: AllocationStatus, to: 'processing' | 'canceled'): void {
  const allowed: readonly string[] = ALLOCATION_EDGES[from]
  // Only the worker takes a queued allocation; asking again for what is queued is answered above.
  if (from === 'pending' && allowed.includes(to)) return
  throw new Refusal('transition-not-allowed', {
    detail: `An allocation that is ${from} cannot become ${to}.`,
    members: { from, to, allowed: from === 'pending' ? ['processing', 'canceled'] : [] },
  })
}
