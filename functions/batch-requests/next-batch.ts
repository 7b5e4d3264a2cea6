import { readBatchSelection } from '../../shared/contracts/batch-selection.ts'
import { BATCH_MEMBERS_LIMIT, type NewBatch } from '../../shared/domain/batch.ts'
import {
  type BatchRequest,
  descriptionOf,
  ended,
  withBatch,
  withBatchBegun,
} from '../../shared/domain/batch-request.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { batchRequestWrite, keepBatchRequest } from '../../shared/repository/batch-requests.ts'
import { candidates } from '../../shared/repository/batches/candidates.ts'
import { leasesBy } from '../../shared/repository/batches/leases.ts'
import { unfinishedCreation } from '../../shared/repository/batches/unfinished.ts'
import { stale } from '../../shared/repository/write.ts'
import { makeBatch } from '../payout-request-batches/making.ts'
import { claimedByOthers } from '../payout-request-batches/refusals.ts'
import { selectByFilter } from '../payout-request-batches/selecting.ts'
import type { Step, StepDesk } from './step.ts'

/**
 * Makes the next batch, or goes on with one that somebody has left behind: its id is bound to the request by the write
 * that begins it, its size by the one that commits it, as an Idempotency-Key is.
 */
export const makeNextBatch: Step = async (desk, request) => {
  const { table, clock } = desk
  const unfinished = request.batches.find(({ step }) => step === 'creating')
  const begun = unfinished && (await unfinishedCreation(table, unfinished.batchId, leasesBy(clock)))
  const selection = await selectByFilter(desk, request.ask.filter, begun).catch(unlessNothing)
  if (!selection) return endWith(desk, request)

  const fresh = begun?.fresh ?? newBatchOf(desk, request)
  const bound = begun ? request : withBatchBegun(request, fresh.id)
  const creation = await makeBatch(
    desk,
    { fresh, selection, begun },
    {
      withIntent: [batchRequestWrite(table, request, bound, clock.now())],
      alongside: (members) => {
        const made = withBatch(bound, { step: 'created', totalCount: members.length })
        return [batchRequestWrite(table, bound, made, clock.now())]
      },
    },
  )

  if (creation.kind === 'undecided') throw claimedByOthers()
  if (creation.kind === 'nothing-left') return endWith(desk, bound)
  if (creation.kind !== 'created') throw stale()
}

const newBatchOf = ({ clock, ids }: StepDesk, { ask, batches, userId }: BatchRequest): NewBatch => ({
  id: ids.next('preq_batch'),
  userId,
  description: descriptionOf(ask, batches.filter(({ step }) => step !== 'creating').length + 1),
  allocationOrder: ask.allocationOrder,
  createdTime: clock.now().toISOString(),
})

/** Nothing more is found, or as much as is wanted was made. */
export const endWith: Step = async ({ table, clock }, request) => {
  const made = request.batches.filter(({ step }) => step !== 'creating')
  const isFull = made.at(-1)?.totalCount === BATCH_MEMBERS_LIMIT && made.length >= request.ask.maxBatches
  const more = isFull ? await candidates(table, readBatchSelection(request.ask.filter))(1) : []
  const state = made.length > 0 ? 'done' : 'nothing-to-do'
  const now = clock.now()
  const after = ended(request, { state, moreMatching: more.length > 0 }, now.toISOString())
  await keepBatchRequest(table, request, after, now)
}

function unlessNothing(error: unknown): undefined {
  if (!(error instanceof Refusal) || error.reason !== 'nothing-matches') throw error
}
