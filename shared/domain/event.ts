import type { Allocation, AllocationStatus } from './allocation.ts'
import type { Batch } from './batch.ts'
import { canonicalText } from './canonical-text.ts'
import type { PayoutRequest } from './payout-request.ts'
import type { Digest } from './plan-fingerprint.ts'
import type { TimelineType } from './timeline.ts'

/**
 * What other systems are told of. Each event follows from one version of one item and from nothing else, so that it
 * is the same event, with the same id, however often and in whatever order the version is told.
 */

/** The published types (api-reference §11). */
export const PAYOUT_REQUEST_EVENT_TYPES = [
  'payout-request-created',
  'payout-request-modified',
  'payout-request-canceled',
  'payout-request-fulfilled',
] as const

/** Ours, as all that follow. */
export const BATCH_EVENT_TYPES = [
  'payout-request-batch-created',
  'payout-request-batch-completed',
  'payout-request-batch-failed',
] as const

export const ALLOCATION_EVENT_TYPES = [
  'payout-request-allocation-created',
  'payout-request-allocation-modified',
  'payout-request-allocation-canceled',
  'payout-request-allocation-completed',
  'payout-request-allocation-declined',
  'payout-request-allocation-failed',
] as const

/** The closed list. */
export const EVENT_TYPES = [
  ...PAYOUT_REQUEST_EVENT_TYPES,
  ...BATCH_EVENT_TYPES,
  ...ALLOCATION_EVENT_TYPES,
] as const

export type EventType = (typeof EVENT_TYPES)[number]

/** Something that happened to a resource. */
export interface Occurrence {
  readonly eventType: EventType
  /** Tells it from all else of this type that ever happens to the resource. */
  readonly occasion: string
  readonly occurredTime: string
}

/** What an event says before it shows its resource. */
export interface EventHeading {
  readonly id: string
  readonly eventType: EventType
  readonly occurredTime: string
}

export const headingOf = (
  { eventType, occasion, occurredTime }: Occurrence,
  { organizationId, resourceId }: { readonly organizationId: string; readonly resourceId: string },
  digest: Digest,
): EventHeading => ({
  id: `evt_${digest(canonicalText([organizationId, resourceId, eventType, occasion]))}`,
  eventType,
  occurredTime,
})

/** One per version (rules §5): `modified` is what is not created, canceled or fulfilled. */
export function requestOccurrence({
  version,
  lastChange,
}: Pick<PayoutRequest, 'version' | 'lastChange'>): Occurrence {
  const done: readonly TimelineType[] = lastChange.actions.map(({ type }) => type)
  return {
    eventType: NAMED.find((type) => done.includes(type)) ?? 'payout-request-modified',
    occasion: String(version),
    occurredTime: lastChange.at,
  }
}

const NAMED = ['payout-request-created', 'payout-request-canceled', 'payout-request-fulfilled'] as const

/** One per version: on its way it is modified, and it ends once. */
export const allocationOccurrence = ({
  version,
  status,
  lastChange,
}: Pick<Allocation, 'version' | 'status' | 'lastChange'>): Occurrence => ({
  eventType: version === 1 ? 'payout-request-allocation-created' : ALLOCATION_EVENTS[status],
  occasion: String(version),
  occurredTime: lastChange.at,
})

const ALLOCATION_EVENTS = {
  pending: 'payout-request-allocation-modified',
  queued: 'payout-request-allocation-modified',
  processing: 'payout-request-allocation-modified',
  'waiting-completion': 'payout-request-allocation-modified',
  completed: 'payout-request-allocation-completed',
  declined: 'payout-request-allocation-declined',
  failed: 'payout-request-allocation-failed',
  canceled: 'payout-request-allocation-canceled',
} as const satisfies Record<AllocationStatus, string>

/**
 * A batch was created by its first version, and each of its runs ends once, as its batch says from then on. `before` is
 * the version before it where that is known: what it said already is not said again.
 */
export function batchOccurrence(
  { version, status, run, createdTime }: Batch,
  before?: Batch,
): Occurrence | undefined {
  if (version === 1) return creationOf('batch', createdTime)
  if ((status !== 'completed' && status !== 'failed') || !run?.finishedTime) return undefined
  if (before?.run?.finishedTime && before.run.id === run.id) return undefined
  return { eventType: `payout-request-batch-${status}`, occasion: run.id, occurredTime: run.finishedTime }
}

/** What the first version of a resource tells, for who knows only a later one. */
export const creationOf = (type: keyof typeof CREATIONS, createdTime: string): Occurrence => ({
  eventType: CREATIONS[type],
  occasion: '1',
  occurredTime: createdTime,
})

const CREATIONS = {
  'payout-request': 'payout-request-created',
  allocation: 'payout-request-allocation-created',
  batch: 'payout-request-batch-created',
} as const satisfies Record<string, EventType>
