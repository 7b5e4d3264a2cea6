import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { BATCH_MEMBERS_LIMIT } from '../../../shared/domain/batch.ts'
import { batchContents } from '../../harness/batch-contents.ts'
import { executeRun } from '../../harness/batch-run.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { readyRequests } from '../../harness/payout-requests.ts'
import { account, card, giveInstruments, openAccounts } from '../../harness/world.ts'
import { type Asking, askingOn, event, scheduled } from './asking.ts'

/** What becomes of the messages that ask for batches. */

let desk: TestDesk
let us: Asking
beforeAll(async () => {
  desk = await startTestDesk()
})
beforeEach(async () => {
  us = await askingOn(desk)
})
afterAll(() => desk.stop())

const MONDAY = '2026-03-02T06:00:00Z'
const TUESDAY = '2026-03-03T06:00:00Z'

/** Its run, as Step Functions would execute it. */
async function concludeRun({ batches: [made] }: any): Promise<void> {
  await executeRun(us.table, made.id, made.runId)
}

describe('an event', () => {
  it('makes a batch of what its filter finds and starts its run', async () => {
    const ids = await us.requests(3)
    await us.requests(2, () => ({ currency: 'JPY' }))
    const asked = { filter: 'status:approved;currency:EUR', description: 'Closing', userId: 'usr_erp' }
    await us.deliver(event(us, 'closing-1', asked))
    const told = await us.came('closing-1')
    expect(told).toMatchObject({
      status: 'processing',
      requestId: 'closing-1',
      scheduleId: null,
      batches: [{ totalCount: 3, operationId: null }],
      moreMatching: false,
    })
    const batch = await us.get(told.batches[0].id)
    expect(batch).toMatchObject({ status: 'processing', description: 'Closing', userId: 'usr_erp' })
    expect(batch.payoutRequestIds.toSorted()).toEqual(ids.toSorted())
    expect(batch.run).toMatchObject({ id: told.batches[0].runId, startedBy: 'usr_erp' })
    await concludeRun(told)
    expect(await us.came('closing-1')).toMatchObject({
      status: 'completed',
      finishedTime: expect.any(String),
    })
  })

  it('approves first when it asks for that, and the approval is told of as any', async () => {
    await openAccounts(us.table, account('gw_1'))
    await giveInstruments(us.table, card('cus_1', 'card_1'))
    const [first] = await readyRequests(us.table, 2)
    await us.deliver(event(us, 'closing-1', { filter: 'status:ready', approve: true }))
    const told = await us.came('closing-1')
    const [made] = told.batches
    await concludeRun(told)
    expect((await us.get(made.id)).successCount).toBe(2)
    const query = { operation: made.operationId }
    const outcomes = await us.ask('payout-request-batches/outcomes', { id: made.id, method: 'GET', query })
    expect(outcomes.body.map(({ outcome }: any) => outcome)).toEqual(['done', 'done'])
    const { body } = await us.ask('payout-request-timeline/list', { id: first?.id ?? '', method: 'GET' })
    expect(body).toEqual([]) // which the stream writes, and nobody reads it here
    expect((await us.ask('payout-requests/get', { id: first?.id ?? '' })).body.status).toBe('in-progress')
  })

  it('only makes the batch when nobody is to allocate it', async () => {
    await us.requests(2)
    await us.deliver(event(us, 'closing-1', { autoAllocate: false }))
    const told = await us.came('closing-1')
    expect(told).toMatchObject({ status: 'completed', batches: [{ totalCount: 2, runId: null }] })
    expect(await us.get(told.batches[0].id)).toMatchObject({
      status: 'pending',
      run: null,
      userId: 'usr_system',
    })
  })

  it('that finds nothing is told of as nothing to do', async () => {
    await us.deliver(event(us, 'closing-1'))
    expect(await us.came('closing-1')).toMatchObject({ status: 'nothing-to-do', batches: [], reason: null })
    expect(await us.batches()).toEqual([])
  })

  it('goes on in further batches as long as more is found, up to maxBatches', async () => {
    await us.requests(2 * BATCH_MEMBERS_LIMIT + 3, (i) => ({ currency: i < 4 ? 'JPY' : 'EUR' }))
    const asked = { description: 'Closing', autoAllocate: false, maxBatches: 2 }
    await us.deliver(event(us, 'two', asked))
    const two = await us.came('two')
    expect(two.batches.map(({ totalCount }: any) => totalCount)).toEqual([1000, 1000])
    expect(two).toMatchObject({ status: 'completed', moreMatching: true })
    const made = await Promise.all(two.batches.map(({ id }: any) => us.get(id)))
    expect(made.map(({ description }) => description)).toEqual(['Closing', 'Closing (2/…)'])
    const oldest = await us.ask('payout-requests/get', { id: made[0].payoutRequestIds[0] })
    expect(oldest.body.currency).toBe('JPY') // the oldest come first

    await us.deliver(event(us, 'rest', asked))
    expect(await us.came('rest')).toMatchObject({ batches: [{ totalCount: 3 }], moreMatching: false })
    const { free, halfDone } = await batchContents(us.table)
    expect([free, halfDone]).toEqual([[], []])
  })
})

describe('a time of a schedule', () => {
  it('is skipped while the last run is in progress, and told of', async () => {
    await us.requests(2)
    await us.deliver(scheduled(us, MONDAY))
    await us.requests(1)
    await us.deliver(scheduled(us, TUESDAY))
    const [tuesday, monday] = await us.runs('daily')
    expect(monday).toMatchObject({ status: 'processing', scheduledTime: '2026-03-02T06:00:00.000Z' })
    expect(tuesday).toMatchObject({ status: 'skipped', reason: 'last-run-in-progress', batches: [] })

    await concludeRun(monday)
    await us.deliver(scheduled(us, '2026-03-04T06:00:00Z'))
    const statuses = (await us.runs('daily')).map(({ status }) => status)
    expect(statuses).toEqual(['processing', 'skipped', 'completed'])
  })

  it('begins although a later one was skipped or found nothing, and while other schedules are at work', async () => {
    await us.deliver(scheduled(us, TUESDAY))
    await us.requests(1)
    await us.deliver(scheduled(us, MONDAY))
    await us.requests(1)
    await us.deliver(scheduled(us, MONDAY, { schedule: 'other' }))
    expect((await us.runs('daily')).map(({ status }) => status)).toEqual(['nothing-to-do', 'processing'])
    expect((await us.runs('other')).map(({ status }) => status)).toEqual(['processing'])
  })

  it('comes once, to the minute, however often EventBridge tells of it', async () => {
    await us.requests(1)
    await us.deliver(scheduled(us, '2026-03-02T06:00:07Z'))
    await us.requests(1)
    await us.deliver(scheduled(us, '2026-03-02T06:00:51Z'))
    expect(await us.runs('daily')).toHaveLength(1)
    expect(await us.batches()).toHaveLength(1)
  })
})

describe('is of no use, whoever sends it again:', () => {
  it.each([
    ['a filter of nothing', { filter: '' }, 'filter-empty'],
    ['a filter by batches only', { filter: 'batchId:preq_batch_1' }, 'filter-empty'],
    ['a filter that cannot be read', { filter: 'colour:red' }, 'invalid-filter'],
    ['an organization that nobody has made', { organizationId: 'org_nobody' }, 'unknown-organization'],
  ])('%s', async (_, detail, reason) => {
    const table = desk.table.as('organizationId' in detail ? 'org_nobody' : us.organization)
    const delivery = us.deliver(event(us, 'closing-1', detail), { table })
    await expect(delivery).rejects.toMatchObject({ name: 'Unusable', reason })
    const answer = await us.ask('payout-request-batch-requests/get', { id: 'closing-1', method: 'GET' })
    expect(answer.status).toBe(404)
  })

  it('the same requestId, asking for something else', async () => {
    await us.deliver(event(us, 'closing-1'))
    const other = us.deliver(event(us, 'closing-1', { filter: 'status:ready' }))
    await expect(other).rejects.toMatchObject({ reason: 'request-differs' })
    await us.deliver(event(us, 'closing-1', { autoAllocate: true })) // says the same
  })

  it.each([
    { requestId: '' },
    { requestId: 'x'.repeat(256) },
    { filter: undefined },
    { maxBatches: 0 },
    { allocationOrder: ['cash'] },
    { approve: 'yes' },
  ])('what is not as specified: %j', async (detail) => {
    await expect(us.deliver(event(us, 'closing-1', detail))).rejects.toThrow()
  })
})
