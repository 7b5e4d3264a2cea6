import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { membersAt } from '../../../shared/repository/batches/claiming-table.ts'
import { createBatch } from '../../../shared/repository/batches/creation.ts'
import { creationTable } from '../../../shared/repository/batches/creation-table.ts'
import { bindWrite, fingerprintOf } from '../../../shared/repository/idempotency.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { batchContents } from '../../harness/batch-contents.ts'
import { crashAt } from '../../harness/crash.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { LONG_AGO } from '../background/operations.ts'
import { type Batches, batchesOn } from './members.ts'

/** A call whose first try stopped in the middle is repeated with its Idempotency-Key (rules §1). */

let desk: TestDesk
let sweep: () => Promise<unknown>
beforeAll(async () => {
  desk = await startTestDesk()
  sweep = (await import('../../../functions/background/sweep.ts')).handler
})
afterAll(() => desk.stop())

/** Two chunks: the intent is the first write, the commit the fourth. */
const MEMBERS = 120
const FIRST_BATCH = 'preq_batch_first'

interface Interrupted {
  readonly batches: Batches
  readonly ids: readonly string[]
  readonly key: string
  repeat(changes?: object): ReturnType<Batches['ask']>
}

async function interrupted(
  afterWrite: number,
  { body: bodyOf, clock = LONG_AGO }: { body?: (ids: readonly string[]) => object; clock?: Clock } = {},
): Promise<Interrupted> {
  const batches = batchesOn(desk)
  const ids = await batches.requests(MEMBERS)
  const body = bodyOf?.(ids) ?? { payoutRequestIds: ids, description: 'Friday' }
  const key = randomUUID()
  const crash = crashAt(desk.table.as(batches.organization), afterWrite, 'after')
  const path = `/organizations/${batches.organization}`
  const call = { key, fingerprint: fingerprintOf('POST', path, JSON.stringify(body)) }
  const intent = { work: FIRST_BATCH, unfinished: undefined, now: new Date() }
  const port = creationTable(
    crash.table,
    {
      id: FIRST_BATCH,
      userId: 'usr_first',
      description: 'Friday',
      allocationOrder: null,
      createdTime: '2026-11-20T10:00:00.000Z',
    },
    clock,
    { withIntent: [bindWrite(crash.table, call, intent)] },
  )
  const members = await membersAt(crash.table, ids)
  await Promise.race([crash.stopped, createBatch(port, FIRST_BATCH, { kind: 'ids', members })])
  const repeat = (changes = {}) =>
    batches.ask('payout-request-batches/create', {
      body: { ...body, ...changes },
      headers: { 'Idempotency-Key': key },
    })
  return { batches, ids, key, repeat }
}

describe('the retry goes on with that very batch', () => {
  it.each([1, 2, 3])('after write %i', async (write) => {
    const { batches, ids, repeat } = await interrupted(write)
    const { status, body } = await repeat()
    expect(status).toBe(201)
    expect(body).toMatchObject({
      id: FIRST_BATCH,
      userId: 'usr_first',
      description: 'Friday',
      createdTime: '2026-11-20T10:00:00.000Z',
      totalCount: MEMBERS,
    })
    expect(body.payoutRequestIds).toEqual(ids)
    const { members, halfDone } = await batchContents(desk.table.as(batches.organization))
    expect(halfDone).toEqual([])
    expect([...members].map(([id, held]) => [id, held.toSorted()])).toEqual([[FIRST_BATCH, ids.toSorted()]])
    const again = await repeat()
    expect([again.body, again.headers['Idempotent-Replayed']]).toEqual([body, 'true'])
  })

  it('by a filter, too, also when all that matches is claimed', async () => {
    for (const write of [2, 3]) {
      const { ids, repeat } = await interrupted(write, {
        body: () => ({ filter: 'status:approved', description: 'Friday' }),
      })
      const { status, body } = await repeat()
      expect([status, body.id]).toEqual([201, FIRST_BATCH])
      expect(body.payoutRequestIds.toSorted()).toEqual(ids.toSorted())
    }
  })

  it('once, when several copies arrive together', async () => {
    const { batches, repeat } = await interrupted(2)
    const answers = await Promise.all(Array.from({ length: 6 }, () => repeat()))
    expect(answers.map(({ status, body }) => [status, body.id])).toEqual(
      answers.map(() => [201, FIRST_BATCH]),
    )
    expect((await batchContents(desk.table.as(batches.organization))).members.size).toBe(1)
  })
})

it('answers 409 request-in-progress while the first try may still be alive', async () => {
  const { repeat } = await interrupted(2, { clock: { now: () => new Date() } })
  const { status, body, headers } = await repeat()
  expect([status, body.type]).toEqual([409, 'urn:payout-desk:problem:request-in-progress'])
  expect(Number(headers['Retry-After'])).toBeGreaterThan(0)
})

it('makes a fresh batch when the sweeper has undone the first, and answers with it from then on', async () => {
  const { batches, ids, repeat } = await interrupted(2)
  await sweep()
  expect(await batches.batchOf(ids.slice(0, 2))).toEqual([null, null])
  const { status, body } = await repeat()
  expect(status).toBe(201)
  expect(body.id).not.toBe(FIRST_BATCH)
  expect(body.payoutRequestIds).toEqual(ids)
  expect((await repeat()).body).toEqual(body)
})

it('refuses the key for another body while the work is unfinished, and is another key elsewhere', async () => {
  const { repeat, key } = await interrupted(2)
  const { status, body } = await repeat({ description: 'Saturday' })
  expect([status, body.type]).toEqual([422, 'urn:payout-desk:problem:idempotency-key-reused'])
  const other = batchesOn(desk)
  const made = await other.ask('payout-request-batches/create', {
    body: { payoutRequestIds: await other.requests(2) },
    headers: { 'Idempotency-Key': key },
  })
  expect(made.status).toBe(201)
})

it('is free again when the batch was refused because of a conflict', async () => {
  const batches = batchesOn(desk)
  const [first = '', second = ''] = await batches.requests(2)
  const holder = await batches.create([first])
  const create = () =>
    batches.ask('payout-request-batches/create', {
      body: { payoutRequestIds: [first, second] },
      headers: { 'Idempotency-Key': 'friday' },
    })
  expect((await create()).status).toBe(409)
  await batches.ask('payout-request-batches/delete', { id: holder.id, method: 'DELETE' })
  expect((await create()).status).toBe(201)
})
