import type { EventType } from '../../../shared/domain/event.ts'
import { IDS, linkTo, TIME } from './ids.ts'
import { ALLOCATION, PAYOUT_REQUEST } from './payout-requests.ts'
import { BATCH } from './runs.ts'

const request = (fields: Partial<Record<keyof typeof PAYOUT_REQUEST, unknown>> = {}) => ({
  payoutRequestId: IDS.request,
  omittedAllocationCount: 0,
  _embedded: { payoutRequest: { ...PAYOUT_REQUEST, ...fields } },
  _links: [linkTo('payoutRequest', `/payout-requests/${IDS.request}`)],
})

const batch = (fields: Partial<Record<keyof typeof BATCH, unknown>> = {}) => {
  const { payoutRequestIds: _, ...shown } = BATCH
  return {
    payoutRequestBatchId: IDS.batch,
    _embedded: { payoutRequestBatch: { ...shown, ...fields } },
    _links: [linkTo('payoutRequestBatch', `/payout-request-batches/${IDS.batch}`)],
  }
}

const allocation = (fields: Partial<Record<keyof typeof ALLOCATION, unknown>> = {}) => ({
  payoutRequestAllocationId: IDS.allocation,
  payoutRequestId: IDS.request,
  _embedded: { payoutRequestAllocation: { ...ALLOCATION, ...fields } },
  _links: [
    linkTo('payoutRequestAllocation', `/payout-request-allocations/${IDS.allocation}`),
    linkTo('payoutRequest', `/payout-requests/${IDS.request}`),
  ],
})

const told = (eventType: EventType, version: number, occurredTime: string, about: object) => ({
  id: 'evt_7Qd0yX2mZr8sVt1LkP5wBn3Jc9HgFa6EuRi4ToMxKWs',
  organizationId: IDS.organization,
  eventType,
  occurredTime,
  version,
  ...about,
})

const unallocated = { availableAmount: 250, batchId: null, allocations: [] }
const started = { status: 'pending', successCount: 0, failureCount: 0, run: null, updatedTime: TIME.batched }
const ended = { updatedTime: TIME.paidOut, transactionId: IDS.payout, transactionStatus: 'completed' }
const completed = { ...ended, status: 'completed', transactionResult: 'approved' }
const failed = { ...ended, status: 'failed', transactionStatus: 'never-sent', transactionResult: 'abandoned' }

const EXAMPLES = [
  told('payout-request-created', 1, TIME.asked, request({ ...unallocated, status: 'ready' })),
  told('payout-request-modified', 3, TIME.allocated, request()),
  told(
    'payout-request-canceled',
    2,
    TIME.approved,
    request({
      ...unallocated,
      status: 'canceled',
      cancellationReason: { canceledBy: 'customer', description: null },
      updatedTime: TIME.approved,
    }),
  ),
  told(
    'payout-request-fulfilled',
    5,
    TIME.paidOut,
    request({
      status: 'fulfilled',
      paidAmount: 250,
      allocations: [{ ...ALLOCATION, ...completed }],
      updatedTime: TIME.paidOut,
    }),
  ),
  told('payout-request-batch-created', 1, TIME.batched, batch(started)),
  told('payout-request-batch-completed', 3, TIME.allocated, batch()),
  told('payout-request-batch-failed', 3, TIME.allocated, batch({ status: 'failed' })),
  told('payout-request-allocation-created', 1, TIME.allocated, allocation()),
  told('payout-request-allocation-modified', 2, TIME.allocated, allocation({ status: 'queued' })),
  told('payout-request-allocation-canceled', 2, TIME.allocated, allocation({ status: 'canceled' })),
  told('payout-request-allocation-completed', 4, TIME.paidOut, allocation(completed)),
  told(
    'payout-request-allocation-declined',
    4,
    TIME.paidOut,
    allocation({ ...completed, status: 'declined', transactionResult: 'declined' }),
  ),
  told('payout-request-allocation-failed', 4, TIME.paidOut, allocation(failed)),
]

/** An event of a type, out of the life of one payout request. */
export function eventExample(eventType: EventType): unknown {
  const example = EXAMPLES.find((one) => one.eventType === eventType)
  if (!example) throw new Error(`Show an example of ${eventType} in infra/openapi/examples/events.ts.`)
  return example
}
