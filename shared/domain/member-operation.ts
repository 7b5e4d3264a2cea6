import type { BlockReason, PayoutRequest } from './payout-request.ts'
import { changeRequest, type Stamp } from './payout-request-changes.ts'
import { Refusal } from './refusal.ts'

/** What an operation over a batch's members did to one of them (rules §3, "Independent"). */
export const OPERATION_OUTCOMES = ['done', 'unchanged', 'refused', 'fault'] as const

export type OperationOutcome = (typeof OPERATION_OUTCOMES)[number]

export interface MemberResult {
  readonly payoutRequestId: string
  readonly outcome: OperationOutcome
  /** Why it was refused; null otherwise. */
  readonly reason: string | null
  /** Names the log line of a fault; null otherwise. */
  readonly errorId: string | null
}

/** A change to one member: itself when there is nothing to do, or a refusal that concerns this member only. */
export type MemberChange = (request: PayoutRequest, stamp: Stamp) => PayoutRequest

/** Published: only `ready` requests can be approved; one that is approved already stays as it is. */
export const approveMember: MemberChange = (request, stamp) => {
  if (request.status === 'approved') return request
  if (request.status !== 'ready')
    throw new Refusal('transition-not-allowed', {
      members: { from: request.status, to: 'approved', allowed: [] },
    })
  return changeRequest(request, { status: 'approved' }, stamp)
}

export const blockMember =
  (blockReason: BlockReason, blockDescription: string | null): MemberChange =>
  (request, stamp) =>
    changeRequest(request, { blocked: true, blockReason, blockDescription }, stamp)
