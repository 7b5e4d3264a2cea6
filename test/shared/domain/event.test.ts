import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALLOCATION_STATUSES } from '../../../shared/domain/allocation.ts'
import type { Batch, BatchStatus } from '../../../shared/domain/batch.ts'
import {
  allocationOccurrence,
  batchOccurrence,
  creationOf,
  EVENT_TYPES,
  headingOf,
  requestOccurrence,
} from '../../../shared/domain/event.ts'
import { TIMELINE_TYPES, type TimelineType } from '../../../shared/domain/timeline.ts'
import { digest } from '../../../shared/runtime/digest.ts'

const AT = '2026-03-01T10:00:00.000Z'

const changed = (...types: TimelineType[]) => ({
  by: 'usr_1',
  at: AT,
  actions: types.map((type) => ({ type, message: '' })),
})

describe('what a version of a payout request tells', () => {
  it.each([
    [['payout-request-created'], 'payout-request-created'],
    [['payout-request-canceled'], 'payout-request-canceled'],
    [['payout-request-unblocked', 'payout-request-canceled'], 'payout-request-canceled'],
    [['payout-request-fulfilled'], 'payout-request-fulfilled'],
    [['payout-request-approved'], 'payout-request-modified'],
    [['payout-request-modified', 'payout-request-blocked'], 'payout-request-modified'],
    [['payout-request-split'], 'payout-request-modified'],
    [[], 'payout-request-modified'],
  ] as const)('%j is %s', (actions, eventType) => {
    const told = requestOccurrence({ version: 7, lastChange: changed(...actions) })
    expect(told).toEqual({ eventType, occasion: '7', occurredTime: AT })
  })

  it('is one event, whatever was done', () => {
    const property = fc.property(fc.subarray([...TIMELINE_TYPES]), (actions) => {
      expect(EVENT_TYPES).toContain(
        requestOccurrence({ version: 2, lastChange: changed(...actions) }).eventType,
      )
    })
    fc.assert(property)
  })
})

describe('what a version of an allocation tells', () => {
  it('is its creation first, then its end or that it goes on', () => {
    const told = (version: number, status: (typeof ALLOCATION_STATUSES)[number]) =>
      allocationOccurrence({ version, status, lastChange: changed() }).eventType
    expect(told(1, 'pending')).toBe('payout-request-allocation-created')
    const after = Object.fromEntries(ALLOCATION_STATUSES.map((status) => [status, told(2, status)]))
    expect(after).toEqual({
      pending: 'payout-request-allocation-modified',
      queued: 'payout-request-allocation-modified',
      processing: 'payout-request-allocation-modified',
      'waiting-completion': 'payout-request-allocation-modified',
      completed: 'payout-request-allocation-completed',
      declined: 'payout-request-allocation-declined',
      failed: 'payout-request-allocation-failed',
      canceled: 'payout-request-allocation-canceled',
    })
  })
})

it('who knows only a later version of a thing tells its creation as its first version did', () => {
  expect(requestOccurrence({ version: 1, lastChange: changed('payout-request-created') })).toEqual(
    creationOf('payout-request', AT),
  )
  expect(allocationOccurrence({ version: 1, status: 'pending', lastChange: changed() })).toEqual(
    creationOf('allocation', AT),
  )
  expect(batchOccurrence(batch(1, 'pending'))).toEqual(creationOf('batch', AT))
})

const batch = (version: number, status: BatchStatus, run?: { id: string; finishedTime: string | null }) => ({
  id: 'preq_batch_1',
  userId: 'usr_1',
  description: null,
  allocationOrder: null,
  status,
  totals: { totalCount: 0, customerCount: 0, amountMinor: {} },
  successCount: 0,
  failureCount: 0,
  run: run ? { startedBy: 'usr_1', startedTime: AT, planHash: null, results: NONE, ...run } : null,
  committedChunks: 1,
  version,
  createdTime: AT,
  updatedTime: AT,
})

const NONE: NonNullable<Batch['run']>['results'] = {
  outcomeCounts: {
    allocated: 0,
    'already-allocated': 0,
    'partially-allocated': 0,
    'not-allocated': 0,
    fault: 0,
  },
  allocatedMinor: {},
  unallocatedMinor: {},
}

describe('what a version of a batch tells', () => {
  const running = batch(2, 'processing', { id: 'run_1', finishedTime: null })
  const completed = batch(3, 'completed', { id: 'run_1', finishedTime: AT })

  it('is its creation, and the end of each run once', () => {
    expect(batchOccurrence(batch(1, 'pending'))?.eventType).toBe('payout-request-batch-created')
    expect(batchOccurrence(running, batch(1, 'pending'))).toBeUndefined()
    expect(batchOccurrence(completed, running)?.eventType).toBe('payout-request-batch-completed')
    expect(batchOccurrence({ ...completed, version: 4 }, completed)).toBeUndefined()
    expect(batchOccurrence({ ...running, version: 5 }, completed)).toBeUndefined()
    const failed = batch(6, 'failed', { id: 'run_2', finishedTime: AT })
    expect(batchOccurrence(failed, completed)?.eventType).toBe('payout-request-batch-failed')
  })

  it('is the same for who comes late and does not know what was before', () => {
    const late = batchOccurrence({ ...completed, version: 9 })
    expect(late).toEqual(batchOccurrence(completed, running))
    expect(late).toEqual({
      eventType: 'payout-request-batch-completed',
      occasion: 'run_1',
      occurredTime: AT,
    })
  })
})

it('an event has an id of its own, which an id on the wire may be', () => {
  const resources = ['org_1', 'org_2'].flatMap((organizationId) =>
    ['pout_req_1', 'x'.repeat(50)].map((resourceId) => ({ organizationId, resourceId })),
  )
  const occurrences = EVENT_TYPES.flatMap((eventType) =>
    ['1', '2', '11'].map((occasion) => ({ eventType, occasion, occurredTime: AT })),
  )
  const ids = resources.flatMap((resource) =>
    occurrences.map((occurrence) => headingOf(occurrence, resource, digest).id),
  )
  expect(new Set(ids).size).toBe(2 * 2 * 13 * 3)
  for (const id of ids) expect(id).toMatch(/^evt_[-\w]{43}$/)
})
