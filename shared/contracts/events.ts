import * as z from 'zod'
import type { Batch } from '../domain/batch.ts'
import {
  ALLOCATION_EVENT_TYPES,
  BATCH_EVENT_TYPES,
  type EventHeading,
  type EventType,
  PAYOUT_REQUEST_EVENT_TYPES,
} from '../domain/event.ts'
import { AllocationRepresentation, type AllocationView, representAllocation } from './allocation.ts'
import { BatchRepresentation, representBatch } from './batch.ts'
import { id, links, time } from './fields.ts'
import type { LinkTo } from './links.ts'
import {
  PayoutRequestRepresentation,
  type PayoutRequestView,
  representPayoutRequest,
} from './payout-request.ts'

/**
 * What the desk tells other systems: the detail of an event on the bus, and the body that a webhook posts. The published
 * payload (api-reference §11), and beside it what tells events apart: a listener may hear one twice, and an older one
 * after a newer one.
 */

const heading = <Type extends EventType>(eventType: z.ZodType<Type>) => ({
  /** The same however often it is told. */
  id,
  organizationId: id,
  eventType,
  occurredTime: time,
  /** Of the embedded resource, as in its ETag. The resource is as the change left it, or as a later one did. */
  version: z.int().min(1),
})

const payoutRequestEvent = <Type extends EventType>(eventType: z.ZodType<Type>) =>
  z.object({
    ...heading(eventType),
    payoutRequestId: id,
    /** How many of its older allocations the embedded request lacks. */
    omittedAllocationCount: z.int().min(0),
    _embedded: z.object({ payoutRequest: PayoutRequestRepresentation }),
    _links: links,
  })

const batchEvent = <Type extends EventType>(eventType: z.ZodType<Type>) =>
  z.object({
    ...heading(eventType),
    payoutRequestBatchId: id,
    _embedded: z.object({ payoutRequestBatch: BatchRepresentation }),
    _links: links,
  })

const allocationEvent = <Type extends EventType>(eventType: z.ZodType<Type>) =>
  z.object({
    ...heading(eventType),
    payoutRequestAllocationId: id,
    payoutRequestId: id,
    _embedded: z.object({ payoutRequestAllocation: AllocationRepresentation }),
    _links: links,
  })

/** Whatever the event, to be told apart by `eventType`. */
export const PayoutRequestEvent = payoutRequestEvent(z.enum(PAYOUT_REQUEST_EVENT_TYPES))
export const BatchEvent = batchEvent(z.enum(BATCH_EVENT_TYPES))
export const AllocationEvent = allocationEvent(z.enum(ALLOCATION_EVENT_TYPES))
export const AnyEvent = z.discriminatedUnion('eventType', [PayoutRequestEvent, BatchEvent, AllocationEvent])

export type AnyEvent = z.infer<typeof AnyEvent>

/** The schema of each event. */
export const EVENTS = {
  'payout-request-created': payoutRequestEvent(z.literal('payout-request-created')),
  'payout-request-modified': payoutRequestEvent(z.literal('payout-request-modified')),
  'payout-request-canceled': payoutRequestEvent(z.literal('payout-request-canceled')),
  'payout-request-fulfilled': payoutRequestEvent(z.literal('payout-request-fulfilled')),
  'payout-request-batch-created': batchEvent(z.literal('payout-request-batch-created')),
  'payout-request-batch-completed': batchEvent(z.literal('payout-request-batch-completed')),
  'payout-request-batch-failed': batchEvent(z.literal('payout-request-batch-failed')),
  'payout-request-allocation-created': allocationEvent(z.literal('payout-request-allocation-created')),
  'payout-request-allocation-modified': allocationEvent(z.literal('payout-request-allocation-modified')),
  'payout-request-allocation-canceled': allocationEvent(z.literal('payout-request-allocation-canceled')),
  'payout-request-allocation-completed': allocationEvent(z.literal('payout-request-allocation-completed')),
  'payout-request-allocation-declined': allocationEvent(z.literal('payout-request-allocation-declined')),
  'payout-request-allocation-failed': allocationEvent(z.literal('payout-request-allocation-failed')),
} as const satisfies Record<EventType, z.ZodType>

/**
 * Newest of a request's up to 1023 that its event shows: an event on the bus takes 256 KB, and an allocation with the
 * longest of ids stays under 2.2 KB.
 */
export const EMBEDDED_ALLOCATIONS_LIMIT = 100

type Heading = EventHeading & { readonly organizationId: string }

export function representPayoutRequestEvent(heading: Heading, view: PayoutRequestView, linkTo: LinkTo) {
  const { id, version } = view.request
  const allocations = view.allocations.slice(-EMBEDDED_ALLOCATIONS_LIMIT)
  return {
    ...told(heading, version),
    payoutRequestId: id,
    omittedAllocationCount: view.allocations.length - allocations.length,
    _embedded: { payoutRequest: representPayoutRequest({ ...view, allocations }, linkTo) },
    _links: [linkTo('payoutRequest', `/payout-requests/${id}`)],
  }
}

export const representBatchEvent = (heading: Heading, batch: Batch, linkTo: LinkTo) => ({
  ...told(heading, batch.version),
  payoutRequestBatchId: batch.id,
  _embedded: { payoutRequestBatch: representBatch({ batch }, linkTo) },
  _links: [linkTo('payoutRequestBatch', `/payout-request-batches/${batch.id}`)],
})

export function representAllocationEvent(heading: Heading, view: AllocationView, linkTo: LinkTo) {
  const { id, payoutRequestId, version } = view.allocation
  return {
    ...told(heading, version),
    payoutRequestAllocationId: id,
    payoutRequestId,
    _embedded: { payoutRequestAllocation: representAllocation(view, linkTo) },
    _links: [
      linkTo('payoutRequestAllocation', `/payout-request-allocations/${id}`),
      linkTo('payoutRequest', `/payout-requests/${payoutRequestId}`),
    ],
  }
}

const told = (heading: Heading, version: number) => ({
  id: heading.id,
  organizationId: heading.organizationId,
  eventType: heading.eventType,
  occurredTime: heading.occurredTime,
  version,
})
