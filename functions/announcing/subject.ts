import type { Allocation } from '../../shared/domain/allocation.ts'
import type { Batch } from '../../shared/domain/batch.ts'
import {
  allocationOccurrence,
  batchOccurrence,
  type Occurrence,
  requestOccurrence,
} from '../../shared/domain/event.ts'
import type { PayoutRequest } from '../../shared/domain/payout-request.ts'
import { allocationFrom } from '../../shared/repository/allocation-item.ts'
import { batchFrom } from '../../shared/repository/batches/batch-item.ts'
import type { Item } from '../../shared/repository/client.ts'
import { requestFrom } from '../../shared/repository/payout-request-item.ts'

/** What an event is about. */
export type Subject =
  | { readonly type: 'payout-request'; readonly id: string; readonly request: PayoutRequest }
  | { readonly type: 'allocation'; readonly id: string; readonly allocation: Allocation }
  | { readonly type: 'batch'; readonly id: string; readonly batch: Batch }

/** Undefined for a batch that is not committed, or on its way out: nobody hears of it. */
export function subjectOf(item: Item): Subject | undefined {
  if (item.type === 'payout-request') {
    const request = requestFrom(item)
    return { type: 'payout-request', id: request.id, request }
  }
  if (item.type === 'allocation') {
    const allocation = allocationFrom(item)
    return { type: 'allocation', id: allocation.id, allocation }
  }
  const batch = item.type === 'batch' ? batchFrom(item) : undefined
  return batch && { type: 'batch', id: batch.id, batch }
}

export function occurrenceOf(subject: Subject, before: Item | undefined): Occurrence | undefined {
  if (subject.type === 'payout-request') return requestOccurrence(subject.request)
  if (subject.type === 'allocation') return allocationOccurrence(subject.allocation)
  return batchOccurrence(subject.batch, batchFrom(before))
}
