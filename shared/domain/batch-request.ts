import type { AllocationOrder } from './auto-allocation/decision.ts'
import { BATCH_MEMBERS_LIMIT } from './batch.ts'

/** What a schedule or an event wants made of what a filter finds. */
export interface BatchAsk {
  readonly filter: string
  readonly description: string | null
  readonly allocationOrder: AllocationOrder | null
  readonly autoAllocate: boolean
  readonly approve: boolean
  /** Matches beyond one batch go on in further ones, up to so many. */
  readonly maxBatches: number
}

export const MAX_BATCHES_DEFAULT = 10

/** What one worker makes in its two minutes, at some seconds each. */
export const MAX_BATCHES_LIMIT = 20

/** Leaves room for what is put behind the descriptions of further batches, which have 255 characters. */
export const BATCH_ASK_DESCRIPTION_LIMIT = 240

/** Who asks, and that names it: nobody asks for the same twice. */
export type Origin =
  /** A schedule of the API, or one of the stage's settings by its name. */
  | { readonly scheduleId: string; readonly scheduledTime: string }
  /** An event on the bus. */
  | { readonly requestId: string }

/**
 * How far it has come. A status on the wire follows the runs of its batches besides, which are not kept here: see
 * `standingOf`.
 */
export const BATCH_REQUEST_EDGES = {
  asked: ['begun', 'skipped', 'failed'],
  begun: ['done', 'nothing-to-do', 'failed'],
  done: [],
  'nothing-to-do': [],
  skipped: [],
  failed: [],
} as const satisfies Record<string, readonly string[]>

export type BatchRequestState = keyof typeof BATCH_REQUEST_EDGES

export const BATCH_REQUEST_STATES = Object.keys(BATCH_REQUEST_EDGES) as BatchRequestState[]

export interface BatchRequest {
  readonly origin: Origin
  /** Times of a schedule that passed besides, while nobody looked. */
  readonly missedTimes: number
  readonly userId: string
  /** Who lets it approve: that user, as of the time it begins, or the stage, whose settings or listed sources ask. */
  readonly authority: Authority
  readonly ask: BatchAsk
  readonly state: BatchRequestState
  /** Why it was skipped or has failed. */
  readonly reason: string | null
  /** In the order in which they were begun; only the last may be unfinished. */
  readonly batches: readonly RequestedBatch[]
  /** More than `maxBatches` batches take was found. */
  readonly moreMatching: boolean
  readonly version: number
  readonly createdTime: string
  readonly finishedTime: string | null
}

export const AUTHORITIES = ['user', 'stage'] as const

export type Authority = (typeof AUTHORITIES)[number]

export interface RequestedBatch {
  readonly batchId: string
  readonly step: 'creating' | 'created' | 'approved' | 'ready'
  readonly totalCount: number
  /** The approval of its members; null before, and where nobody wants them to be approved. */
  readonly operationId: string | null
  /** The run that allocates it; null before, and where nobody wants it to be allocated. */
  readonly runId: string | null
}

export const newBatchRequest = (
  asked: Pick<BatchRequest, 'origin' | 'missedTimes' | 'userId' | 'authority' | 'ask'>,
  at: string,
): BatchRequest => ({
  ...asked,
  state: 'asked',
  reason: null,
  batches: [],
  moreMatching: false,
  version: 1,
  createdTime: at,
  finishedTime: null,
})

export const isOver = ({ state }: Pick<BatchRequest, 'state'>): boolean =>
  BATCH_REQUEST_EDGES[state].length === 0

/** What is to be done next; null when nothing is. Whoever comes later goes on where the last one stopped. */
export type NextStep = 'begin' | 'make-batch' | 'approve' | 'allocate' | 'end'

export function nextStep({ state, ask, batches }: BatchRequest): NextStep | null {
  if (state === 'asked') return 'begin'
  if (state !== 'begun') return null
  const last = batches.at(-1)
  if (!last || last.step === 'creating') return 'make-batch'
  if (last.step === 'created' && ask.approve) return 'approve'
  if (last.step !== 'ready' && ask.autoAllocate) return 'allocate'
  return last.totalCount < BATCH_MEMBERS_LIMIT || batches.length >= ask.maxBatches ? 'end' : 'make-batch'
}

export const begun = (request: BatchRequest): BatchRequest => next(request, { state: 'begun' })

export const ended = (
  request: BatchRequest,
  end: Pick<BatchRequest, 'state'> & Partial<Pick<BatchRequest, 'reason' | 'moreMatching'>>,
  at: string,
): BatchRequest =>
  next(request, {
    ...end,
    batches: request.batches.filter(({ step }) => step !== 'creating'), // undone by whoever meets its claims
    finishedTime: at,
  })

/** The batch that is created now: the first, a further one, or one in place of a creation that came to nothing. */
export const withBatchBegun = (request: BatchRequest, batchId: string): BatchRequest =>
  next(request, {
    batches: [
      ...request.batches.filter(({ step }) => step !== 'creating'),
      { batchId, step: 'creating', totalCount: 0, operationId: null, runId: null },
    ],
  })

/** What has become of the last batch. */
export const withBatch = (request: BatchRequest, change: Partial<RequestedBatch>): BatchRequest =>
  next(request, {
    batches: request.batches.map((batch, i) =>
      i === request.batches.length - 1 ? { ...batch, ...change } : batch,
    ),
  })

/** Each further batch says which it is; how many there will be nobody knows yet (rules §5). */
export function descriptionOf({ description }: BatchAsk, number: number): string | null {
  if (number === 1) return description
  return [description, `(${number}/…)`].filter((part) => part !== null).join(' ')
}

/** How the runs of its batches stand, by run. */
export type RunStandings = ReadonlyMap<string, 'processing' | 'completed' | 'failed'>

export const BATCH_REQUEST_STATUSES = [
  'pending',
  'processing',
  'completed',
  'failed',
  'nothing-to-do',
  'skipped',
] as const

export type BatchRequestStatus = (typeof BATCH_REQUEST_STATUSES)[number]

/** Its status as everybody sees it: `processing` as long as a run of one of its batches is. */
export function statusOf({ state, batches }: BatchRequest, standings: RunStandings): BatchRequestStatus {
  if (state === 'asked') return 'pending'
  if (state === 'begun') return 'processing'
  if (state !== 'done' && state !== 'failed') return state
  const runs = batches.map(({ runId }) => (runId === null ? undefined : standings.get(runId)))
  if (runs.includes('processing')) return 'processing'
  return state === 'failed' || runs.includes('failed') ? 'failed' : 'completed'
}

/** Somebody is, or its batches' runs are, still at it: a schedule does not begin again meanwhile (rules §5). */
export const isAtWork = (request: BatchRequest, standings: RunStandings): boolean =>
  ['pending', 'processing'].includes(statusOf(request, standings))

const next = (request: BatchRequest, change: Partial<BatchRequest>): BatchRequest => ({
  ...request,
  ...change,
  version: request.version + 1,
})
