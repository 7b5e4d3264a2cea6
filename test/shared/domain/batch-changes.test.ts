import { describe, expect, it } from 'vitest'
import { type Batch, NO_RESULTS } from '../../../shared/domain/batch.ts'
import { beginRun, changeBatch, newRun } from '../../../shared/domain/batch-changes.ts'
import { refusalOf } from './refusals.ts'

// Rules §3.

const AT = '2026-03-02T10:00:00.000Z'
const STAMP = { by: 'usr_2', at: AT }

const BATCH: Batch = {
  id: 'preq_batch_1',
  userId: 'usr_1',
  description: 'Daily',
  allocationOrder: ['payment-card', 'selected-payment-instrument'],
  status: 'pending',
  totals: { totalCount: 2, customerCount: 1, amountMinor: { EUR: 10n } },
  successCount: 0,
  failureCount: 0,
  run: null,
  committedChunks: 1,
  version: 3,
  createdTime: '2026-03-01T00:00:00.000Z',
  updatedTime: '2026-03-01T00:00:00.000Z',
}

describe('PATCH', () => {
  it.each([
    { description: 'Weekly' },
    { allocationOrder: ['selected-payment-instrument', 'payment-card'] },
    { description: 'Weekly', allocationOrder: ['paypal', 'selected-payment-instrument'] },
  ])('sets what it names: %j', (patch) => {
    expect(changeBatch(BATCH, patch, AT)).toEqual({ ...BATCH, ...patch, version: 4, updatedTime: AT })
  })

  it.each([
    {},
    { description: 'Daily' },
    { allocationOrder: ['payment-card', 'selected-payment-instrument'] },
  ])('leaves the batch as it is when nothing is another: %j', (patch) => {
    expect(changeBatch(BATCH, patch, AT)).toBe(BATCH)
  })

  it('gives an order to a batch that had none', () => {
    const allocationOrder = ['payment-card', 'selected-payment-instrument']
    expect(changeBatch({ ...BATCH, allocationOrder: null }, { allocationOrder }, AT)).toMatchObject({
      allocationOrder,
    })
  })
})

describe('a run', () => {
  const run = newRun('run_2', STAMP, 'hash')

  it('has decided nothing when it begins', () => {
    expect(run).toEqual({
      id: 'run_2',
      startedBy: 'usr_2',
      startedTime: AT,
      finishedTime: null,
      planHash: 'hash',
      results: NO_RESULTS,
    })
  })

  it('makes its batch one that is processing, with nothing counted yet', () => {
    expect(beginRun(BATCH, run)).toEqual({
      ...BATCH,
      status: 'processing',
      run,
      earlierRun: null,
      version: 4,
      updatedTime: AT,
    })
  })

  it.each(['completed', 'failed'] as const)(
    'follows one that has %s, whose counts are no longer the batch’s',
    (status) => {
      const earlier = { ...newRun('run_1', STAMP, null), finishedTime: AT }
      const before = { ...BATCH, status, run: earlier, successCount: 1, failureCount: 1 }
      expect(beginRun(before, run)).toMatchObject({
        status: 'processing',
        run,
        earlierRun: { ...earlier, status },
        successCount: 0,
        failureCount: 0,
      })
    },
  )

  it('does not begin while another is under way', () => {
    expect(refusalOf(() => beginRun({ ...BATCH, status: 'processing' }, run))).toMatchObject({
      reason: 'batch-is-processing',
      message: expect.stringContaining('Wait until its status is completed or failed'),
      details: { retryAfterSeconds: 5 },
    })
  })
})
