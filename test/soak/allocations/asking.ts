import { handler as allocateChunk } from '../../../functions/batch-run/allocate-chunk.ts'
import { handler as begin } from '../../../functions/batch-run/begin.ts'
import { handler as conclude } from '../../../functions/batch-run/conclude.ts'
import { endRun } from '../../../functions/batch-run/ending.ts'
import { asRunFailed } from '../../../functions/batch-run/missing.ts'
import { Unusable } from '../../../functions/entry/queue-worker.ts'
import { tableFor } from '../../../functions/entry/table.ts'
import { untilFresh } from '../../../functions/entry/until-fresh.ts'
import { handler as change } from '../../../functions/gateway-accounts/patch.ts'
import { takeIn } from '../../../functions/paying/take-in.ts'
import { handler as autoAllocate } from '../../../functions/payout-request-allocations/auto.ts'
import { handler as allocate } from '../../../functions/payout-request-allocations/create.ts'
import { handler as move } from '../../../functions/payout-request-allocations/patch.ts'
import { handler as start } from '../../../functions/payout-request-batches/auto-allocate.ts'
import { handler as cancelAll } from '../../../functions/payout-request-batches/cancel-allocations.ts'
import { handler as newBatch } from '../../../functions/payout-request-batches/create.ts'
import { handler as getBatch } from '../../../functions/payout-request-batches/get.ts'
import { handler as outcomes } from '../../../functions/payout-request-batches/outcomes.ts'
import { handler as runs } from '../../../functions/payout-request-batches/runs.ts'
import { handler as listRequests } from '../../../functions/payout-requests/list.ts'
import { handler as patchRequest } from '../../../functions/payout-requests/patch.ts'
import { handler as record } from '../../../functions/transactions/create.ts'
import { handler as dispute } from '../../../functions/transactions/patch.ts'
import { TransactionProcessed } from '../../../shared/contracts/payment-result.ts'
import { theRunInput } from '../../../shared/repository/runs/input.ts'
import { patience, systemClock } from '../../../shared/runtime/clock.ts'
import { type ApiAnswer, type ApiRequest, call } from '../../harness/api.ts'
import type { ApiAsked, Asked, RunReference, StepAsked, Told } from './deeds.ts'
import { amountOf } from './money.ts'

type Request = Omit<ApiRequest, 'organization'>
type Handler = Parameters<typeof call>[0]

const asked =
  (handler: Handler) =>
  (request: Request = {}): Promise<ApiAnswer> =>
    call(handler, { organization: 'org_1', ...request })

export const views = {
  newBatch: asked(newBatch),
  batch: asked(getBatch),
  runs: asked(runs),
  outcomes: asked(outcomes),
  requests: asked(listRequests),
}

/** Has an endpoint do what is asked, or a step of a run, which answers as an endpoint would. */
export function askFor(one: Asked, key: string | null): Promise<ApiAnswer> {
  if ('run' in one && one.does !== 'cancel-all') return answerOf(() => step(one))
  if (one.does === 'tell') return answerOf(() => hear(one))
  const [handler, request] = requestFor(one)
  return asked(handler)({
    ...request,
    headers: { ...request.headers, ...(key !== null && { 'Idempotency-Key': key }) },
  })
}

function requestFor(one: Exclude<ApiAsked, Told>): readonly [Handler, Request] {
  switch (one.does) {
    case 'allocate':
      return [
        allocate,
        {
          body: {
            payoutRequestId: one.request,
            paymentInstrumentId: one.instrument,
            gatewayAccountId: one.gateway,
            amount: amountOf(one.amountMinor, one.currency),
          },
        },
      ]
    case 'auto':
      return [autoAllocate, { body: { payoutRequestId: one.request } }]
    case 'start':
      return [start, { id: one.batch, headers: { Prefer: 'respond-async' } }]
    case 'cancel':
      return [move, { id: one.allocation, body: { status: 'canceled' } }]
    case 'process':
      return [move, { id: one.allocation, body: { status: 'processing' } }]
    case 'cancel-all':
      return [cancelAll, { id: one.batch, body: one.run === null ? {} : { runId: one.run } }]
    case 'record':
      return [record, { body: one.body }]
    case 'dispute':
      return [dispute, { id: one.transaction, body: { status: one.status } }]
    case 'change':
      return [change, { id: one.gateway, body: one.body }]
    case 'block':
      return [patchRequest, { id: one.request, body: { blocked: one.blocked } }]
  }
}

function step(one: StepAsked): Promise<unknown> {
  switch (one.does) {
    case 'begin':
      return begin(one.run)
    case 'chunk':
      return allocateChunk({ ...one.run, chunk: one.chunk })
    case 'conclude':
      return conclude(one.run)
    case 'fail':
      return failed(one.run)
  }
}

/** What the sweeper does with a run of which three executions have ended without Conclude. */
async function failed(run: RunReference): Promise<void> {
  const table = tableFor(run.organizationId, patience(10_000))
  const input = await theRunInput(table, run)
  const at = systemClock.now().toISOString()
  await endRun(table, run, { input, missing: asRunFailed, status: 'failed' }, at)
}

/** As the worker of results does it; what contradicts what is final is taken in as well, and set aside for a person. */
async function hear({ allocation, result, amountMinor, currency }: Told): Promise<void> {
  const detail = TransactionProcessed.parse({
    organizationId: 'org_1',
    allocationId: allocation,
    result,
    amount: amountOf(amountMinor, currency),
    currency,
    processedTime: systemClock.now().toISOString(),
  })
  const table = tableFor(detail.organizationId, patience(10_000))
  await untilFresh(table.patience, () => takeIn({ clock: systemClock }, table, detail)).catch(unlessConflict)
}

function unlessConflict(error: unknown): void {
  if (!(error instanceof Unusable && error.reason === 'conflicting-result')) throw error
}

async function answerOf(work: () => Promise<unknown>): Promise<ApiAnswer> {
  const answer = (status: number, body: unknown) => ({ status, body, headers: {}, text: '' })
  try {
    return answer(200, await work())
  } catch (error) {
    return answer(500, { type: 'fault', detail: String(error) })
  }
}
