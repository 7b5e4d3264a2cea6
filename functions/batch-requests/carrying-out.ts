import {
  type BatchRequest,
  begun,
  ended,
  isAtWork,
  MAX_BATCHES_LIMIT,
  type NextStep,
  nextStep,
  type Origin,
} from '../../shared/domain/batch-request.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import {
  findWork,
  keepBatchRequest,
  keepBegun,
  lastRunBegun,
} from '../../shared/repository/batch-requests.ts'
import { runStandings } from '../../shared/repository/runs/standings.ts'
import { untilFresh } from '../entry/until-fresh.ts'
import { mayStillApprove } from './authority.ts'
import { allocateBatch, approveBatch } from './its-batches.ts'
import { endWith, makeNextBatch } from './next-batch.ts'
import type { RequestDesk, Step } from './step.ts'

/** Each batch is made, approved and allocated; what goes wrong more often is left to a later try. */
const STEPS_LIMIT = 2 + 4 * MAX_BATCHES_LIMIT

const STEPS: Readonly<Record<NextStep, Step>> = {
  begin,
  'make-batch': makeNextBatch,
  approve: approveBatch,
  allocate: allocateBatch,
  end: endWith,
}

/**
 * Carries out what was put down, step by step, each kept before the next: whoever comes when a worker has died goes on
 * with what is there. While one may be alive others leave it to that one; two who work on it all the same change nothing
 * twice.
 */
export async function carryOut(desk: RequestDesk, origin: Origin): Promise<void> {
  for (let steps = 0; steps < STEPS_LIMIT; steps++)
    if (!(await takeStep(desk, origin, { isFirst: steps === 0 }).catch(unlessPassing))) return
}

/** False when nothing is left to be done, or somebody else is at work. */
function takeStep(
  { table: tableFor, clock, ids }: RequestDesk,
  origin: Origin,
  { isFirst }: { isFirst: boolean },
): Promise<boolean> {
  const table = tableFor()
  return untilFresh(table.patience, async () => {
    const { request, leaseUntil = '' } = (await findWork(table, origin)) ?? {}
    const step = request && nextStep(request)
    if (!request || !step) return false
    const isOthers = isFirst && step !== 'begin' && leaseUntil > clock.now().toISOString()
    if (isOthers) return false
    await STEPS[step]({ table, clock, ids }, request).catch(async (error: unknown) => {
      if (!(error instanceof Refusal) || PASSING.has(error.reason)) throw error
      const failed = ended(request, { state: 'failed', reason: error.reason }, clock.now().toISOString())
      await keepBatchRequest(table, request, failed, clock.now())
    })
    return true
  })
}

function unlessPassing(error: unknown): false {
  if (error instanceof Refusal && PASSING.has(error.reason)) return false
  throw error
}

/** Others are at work on it, or on what it needs: the sweep asks again. Any other refusal is what came of it. */
const PASSING: ReadonlySet<string> = new Set([
  'busy',
  'batch-creation-in-progress',
  'batch-is-changing',
  'batch-is-processing',
  'request-in-progress',
])

async function begin({ table, clock }: Parameters<Step>[0], request: BatchRequest): Promise<void> {
  const { origin, ask, authority, userId } = request
  const now = clock.now()
  const instead = (state: 'skipped' | 'failed', reason: string) =>
    keepBatchRequest(table, request, ended(request, { state, reason }, now.toISOString()), now)
  const last = 'scheduleId' in origin ? await lastRunBegun(table, origin.scheduleId) : undefined
  if (last && isAtWork(last, await runStandings(table, [last])))
    return void (await instead('skipped', 'last-run-in-progress'))
  if (ask.approve && authority === 'user' && !(await mayStillApprove(table, userId, now)))
    return void (await instead('failed', 'user-may-not-approve'))
  await keepBegun(table, { before: request, after: begun(request), last }, now)
}
