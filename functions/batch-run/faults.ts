import { randomUUID } from 'node:crypto'
import type { PayoutRequest } from '../../shared/domain/payout-request.ts'
import { log } from '../../shared/runtime/log.ts'

/** Tells the log of a decision that threw; the answer names that line. */
export function onFault({ id }: PayoutRequest, fault: unknown): string {
  const errorId = randomUUID()
  log.error('A member could not be decided', { errorId, payoutRequestId: id, error: fault as Error })
  return errorId
}
