import { describe, expect, it } from 'vitest'
import { BATCH_STATUSES, type Batch, latestRun, NO_RESULTS } from '../../../shared/domain/batch.ts'
import { beginRun, changeBatch, newRun } from '../../../shared/domain/batch-changes.ts'
import { refusalOf } from './refusals.ts'

const MADE = '2026-03-01T00:00:00.000Z'
const AT = '2026-03-05T08:00:00.000Z'

const batch = (given: Partial<Batch> = {}): Batch => ({
  id: 'batch_1',
  userId: 'usr_1',
  description: 'March',
  allocationOrder: ['oldest-payment', 'exposure'],
  status: 'pending',
  totals: { totalCount: 3, customerCount: 2, amountMinor: { EUR: 30_00n } },
  successCount: 0,
  failureCount: 0,
  run: null,
  committedChunks: 1,
  version: 4,
  createdTime: MADE,
  updatedTime: MADE,
  ...given,
})

describe('PATCH', () => {
  it.each([
    ['nothing', {}],
    ['the description that it has', { description: 'March' }],
    ['the order that it has', { allocationOrder: ['oldest-payment', 'exposure'] }],
    ['both', { description: 'March', allocationOrder: ['oldest-payment', 'exposure'] }],
  ] as const)('of %s leaves the batch as it is', (_what, patch) => {
    const before = batch()
    expect(changeBatch(before, patch, AT)).toBe(before)
  })

  it.each([
    [{ description: 'April' }],
    [{ allocationOrder: ['exposure'] }],
    [{ allocationOrder: ['exposure', 'oldest-payment'] }],
    [{ description: 'April', allocationOrder: ['oldest-payment', 'exposure'] }],
    [{ description: 'March', allocationOrder: ['newest-payment'] }],
  ] as const)('of %j changes that, in the next version', (patch) => {
    expect(changeBatch(batch(), patch, AT)).toEqual(batch({ ...patch, version: 5, updatedTime: AT }))
  })

  it('gives an order to a batch that had none', () => {
    const before = batch({ allocationOrder: null })
    expect(changeBatch(before, {}, AT)).toBe(before)
    expect(changeBatch(before, { allocationOrder: ['exposure'] }, AT).allocationOrder).toEqual(['exposure'])
  })
})

describe('a run', () => {
  const run = newRun('run_2', { by: 'usr_2', at: AT }, null)

  it.each(BATCH_STATUSES)('begins unless another is in progress: %s', (status) => {
    const begin = () => beginRun(batch({ status }), run)
    if (status !== 'processing')
      expect(begin()).toMatchObject({
        status: 'processing',
        version: 5,
        updatedTime: AT,
        run: { id: 'run_2' },
      })
    else
      expect(refusalOf(begin)).toMatchObject({
        reason: 'batch-is-processing',
        details: { retryAfterSeconds: 5 },
      })
  })

  it('begins with no member decided, and knows the run before it', () => {
    const earlier = { ...newRun('run_1', { by: 'usr_1', at: MADE }, null), finishedTime: MADE }
    const begun = beginRun(batch({ status: 'failed', run: earlier, successCount: 1, failureCount: 2 }), run)
    expect(begun).toMatchObject({ successCount: 0, failureCount: 0, run: { results: NO_RESULTS } })
    expect(begun.earlierRun).toEqual({ ...earlier, status: 'failed' })
    expect(beginRun(batch(), run).earlierRun).toBeNull()
  })

  it('is the latest only once it has begun', () => {
    expect(latestRun(batch({ run }))).toBeNull()
    expect(latestRun(batch({ run, status: 'processing' }))).toEqual({ ...run, status: 'processing' })
    expect(latestRun(batch({ status: 'completed' }))).toBeNull()
  })
})
