import { describe, expect, it } from 'vitest'
import {
  BATCH_ASK_DESCRIPTION_LIMIT,
  BATCH_REQUEST_EDGES,
  type BatchAsk,
  type BatchRequest,
  begun,
  descriptionOf,
  ended,
  isAtWork,
  isOver,
  MAX_BATCHES_LIMIT,
  newBatchRequest,
  nextStep,
  type RequestedBatch,
  statusOf,
  withBatch,
  withBatchBegun,
} from '../../../shared/domain/batch-request.ts'

const ASK: BatchAsk = {
  filter: 'status:approved',
  description: 'Daily',
  allocationOrder: null,
  autoAllocate: true,
  approve: true,
  maxBatches: 2,
}

const asked = (ask: Partial<BatchAsk> = {}): BatchRequest =>
  newBatchRequest(
    {
      origin: { requestId: 'closing' },
      missedTimes: 0,
      userId: 'usr_1',
      authority: 'stage',
      ask: { ...ASK, ...ask },
    },
    '2026-03-01T00:00:00.000Z',
  )

/** What is done, as long as each batch is as large as `sizes` says. */
function stepsOf(request: BatchRequest, sizes: readonly number[]): string[] {
  const steps: string[] = []
  for (let now = request, batch = 0; steps.length < 20; ) {
    const step = nextStep(now)
    if (!step) return steps
    steps.push(step)
    if (step === 'begin') now = begun(now)
    if (step === 'make-batch') {
      const totalCount = sizes[batch++] ?? 0
      now = withBatch(withBatchBegun(now, `batch_${batch}`), { step: 'created', totalCount })
    }
    if (step === 'approve') now = withBatch(now, { step: 'approved', operationId: 'operation_1' })
    if (step === 'allocate') now = withBatch(now, { step: 'ready', runId: 'run_1' })
    if (step === 'end') now = ended(now, { state: 'done' }, '2026-03-01T00:01:00.000Z')
  }
  return steps
}

describe('what is to be done next', () => {
  it('is all that is asked for, for one batch after the other', () => {
    const each = ['make-batch', 'approve', 'allocate']
    expect(stepsOf(asked(), [3])).toEqual(['begin', ...each, 'end'])
    expect(stepsOf(asked(), [1000, 3])).toEqual(['begin', ...each, ...each, 'end'])
    expect(stepsOf(asked(), [1000, 1000, 3])).toEqual(['begin', ...each, ...each, 'end'])
    expect(stepsOf(asked({ approve: false }), [3])).toEqual(['begin', 'make-batch', 'allocate', 'end'])
    expect(stepsOf(asked({ autoAllocate: false }), [1000, 2])).toEqual([
      'begin',
      ...['make-batch', 'approve'],
      ...['make-batch', 'approve'],
      'end',
    ])
    expect(stepsOf(asked({ approve: false, autoAllocate: false }), [999])).toEqual([
      'begin',
      'make-batch',
      'end',
    ])
  })

  it('is to go on with a batch that was begun, under its own id or in its place', () => {
    const making = withBatchBegun(begun(asked()), 'batch_1')
    expect(nextStep(making)).toBe('make-batch')
    expect(withBatchBegun(making, 'batch_2').batches).toMatchObject([{ batchId: 'batch_2' }])
  })

  it('is nothing once it is over', () => {
    for (const state of ['done', 'nothing-to-do', 'skipped', 'failed'] as const) {
      expect(BATCH_REQUEST_EDGES[state]).toEqual([])
      const over = ended(asked(), { state }, '2026-03-01T00:01:00.000Z')
      expect(nextStep(over)).toBeNull()
      expect(isOver(over)).toBe(true)
    }
    for (const state of ['asked', 'begun'] as const) expect(isOver({ state })).toBe(false)
  })
})

describe('a request for batches', () => {
  const first = withBatch(withBatchBegun(begun(asked()), 'batch_1'), { step: 'ready', runId: 'run_1' })
  const second = withBatchBegun(first, 'batch_2')

  it('has a version for every step that it takes', () => {
    expect(asked()).toMatchObject({ version: 1, batches: [], moreMatching: false, finishedTime: null })
    expect([first.version, second.version]).toEqual([4, 5])
  })

  it('keeps what has become of earlier batches when it notes that of the last', () => {
    expect(withBatch(second, { step: 'created', totalCount: 7 }).batches).toMatchObject([
      { batchId: 'batch_1', step: 'ready', runId: 'run_1', totalCount: 0 },
      { batchId: 'batch_2', step: 'created', runId: null, totalCount: 7 },
    ])
  })

  it('ends without the batch whose creation came to nothing', () => {
    const at = '2026-03-01T00:01:00.000Z'
    const failed = ended(second, { state: 'failed', reason: 'not-permitted' }, at)
    expect(failed).toMatchObject({ state: 'failed', reason: 'not-permitted', finishedTime: at })
    expect(failed.batches).toEqual(first.batches)
  })
})

it('each further batch says which it is, and has room to', () => {
  expect([1, 2, 3].map((number) => descriptionOf(ASK, number))).toEqual([
    'Daily',
    'Daily (2/…)',
    'Daily (3/…)',
  ])
  expect([1, 2].map((number) => descriptionOf({ ...ASK, description: null }, number))).toEqual([
    null,
    '(2/…)',
  ])
  const longest = { ...ASK, description: 'x'.repeat(BATCH_ASK_DESCRIPTION_LIMIT) }
  expect(descriptionOf(longest, MAX_BATCHES_LIMIT)?.length).toBeLessThanOrEqual(255)
})

describe('the status', () => {
  const batch = (runId: string | null): RequestedBatch => ({
    batchId: `batch_of_${runId}`,
    step: 'ready',
    totalCount: 1,
    operationId: null,
    runId,
  })
  const done = (...runs: (string | null)[]): BatchRequest => ({
    ...asked(),
    state: 'done',
    batches: runs.map(batch),
  })
  const standings = new Map([
    ['run_at_work', 'processing' as const],
    ['run_done', 'completed' as const],
    ['run_failed', 'failed' as const],
  ])

  it.each([
    ['pending', asked()],
    ['processing', begun(asked())],
    ['processing', done('run_done', 'run_at_work')],
    ['processing', { ...done('run_at_work'), state: 'failed' as const }],
    ['completed', done('run_done', 'run_done')],
    ['completed', done(null)],
    ['failed', done('run_failed', 'run_done')],
    ['failed', { ...done('run_done'), state: 'failed' as const }],
    ['nothing-to-do', { ...asked(), state: 'nothing-to-do' as const }],
    ['skipped', { ...asked(), state: 'skipped' as const }],
  ])('is %s as the runs of its batches are', (status, request) => {
    expect(statusOf(request, standings)).toBe(status)
    expect(isAtWork(request, standings)).toBe(status === 'pending' || status === 'processing')
  })
})
