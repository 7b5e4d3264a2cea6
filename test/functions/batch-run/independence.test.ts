import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { settleChunk } from '../../../functions/batch-run/settling.ts'
import type * as Deciding from '../../../shared/domain/auto-allocation/decide.ts'
import { exposureKey, instrumentsKey, requestKey } from '../../../shared/repository/keys.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { getItem } from '../../../shared/repository/read.ts'
import { attemptAll, commit } from '../../../shared/repository/write.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import { executeRun } from '../../harness/batch-run.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { type Meddling, meddledWith } from '../../harness/meddling.ts'
import { account, card, giveInstruments, openAccounts } from '../../harness/world.ts'
import { batchesOn } from '../payout-request-batches/members.ts'

/** One request's trouble is not the others': they are settled by the third time that they are looked at (design §7). */

const FURTHER_ATTEMPTS = 2

const poisoned = vi.hoisted(() => new Set<string>())

vi.mock('../../../shared/domain/auto-allocation/decide.ts', async (original) => {
  const real = await original<typeof Deciding>()
  const decide: typeof real.decide = (input) => {
    if (poisoned.has(input.request.id)) throw new Error('This request is poisoned.')
    return real.decide(input)
  }
  return { ...real, decide }
})

let desk: TestDesk

beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

/** A run of one chunk that has begun; every request is of another customer unless it is said whose. */
async function begunChunk(members: number, customerOf = (i: number) => `cus_${i}`) {
  const { organization, ask, create, requests, get } = batchesOn(desk)
  const table = desk.table.as(organization, 60_000)
  await openAccounts(table, account('gw'))
  const customers = [...new Set(Array.from({ length: members }, (_, i) => customerOf(i)))]
  await giveInstruments(table, ...customers.map((id) => card(id, `inst_of_${id}`)))
  const ids = await requests(members, (i) => ({ customerId: customerOf(i) }))
  const { id: batchId } = await create(ids)
  const headers = { Prefer: 'respond-async' }
  const runId = (await ask('payout-request-batches/auto-allocate', { id: batchId, headers })).body.run.id
  const begin = await import('../../../functions/batch-run/begin.ts')
  await begin.handler({ organizationId: organization, batchId, runId })
  return {
    table,
    ids,
    settle: (by: OrganizationTable) => settleChunk(by, { batchId, runId, chunk: 0 }, ids, systemClock),
    async outcomes() {
      await executeRun(table, batchId, runId)
      return (await get(batchId)).run.outcomeCounts
    },
  }
}

/** What its owner, or a person who allocates, does to a request all the time. */
const change = (table: OrganizationTable, id: string) =>
  commit(table, [{ key: requestKey(table.organization, id), update: { increase: [['allocationCount', 1]] } }])

function demandSoonSettled(meddling: Meddling, ids: readonly string[]): void {
  for (const id of ids) expect(meddling.loads(id)).toBeLessThanOrEqual(1 + FURTHER_ATTEMPTS)
}

it('a request that changes whenever it is about to be allocated is left as a fault; nobody waits for it', async () => {
  const { table, ids, settle, outcomes } = await begunChunk(40)
  const [troubled = '', ...others] = ids
  const meddling = meddledWith(table, async (touches) => {
    if (touches(requestKey(table.organization, troubled))) await change(table, troubled)
  })
  await settle(meddling.table)
  demandSoonSettled(meddling, others)
  expect(await outcomes()).toMatchObject({ allocated: 39, fault: 1 })
})

it('requests that change one after the other delay nobody beyond two further attempts', async () => {
  const { table, ids, settle, outcomes } = await begunChunk(40)
  const troublesome = ids.slice(0, 12)
  const changed = new Set<string>()
  const meddling = meddledWith(table, async (touches) => {
    const next = troublesome.find((id) => !changed.has(id) && touches(requestKey(table.organization, id)))
    if (!next) return
    changed.add(next)
    await change(table, next)
  })
  await settle(meddling.table)
  expect(changed.size).toBe(12)
  demandSoonSettled(meddling, ids.slice(12))
  expect(await outcomes()).toMatchObject({ allocated: 40, fault: 0 })
})

it('a customer under heavy change delays no other customer beyond two further attempts', async () => {
  const busy = 'cus_busy'
  const { table, ids, settle } = await begunChunk(60, (i) => (i % 6 === 0 ? busy : `cus_${i}`))
  const exposure = exposureKey(table.organization, busy, 'EUR')
  const meddling = meddledWith(table, async (touches) => {
    if (!touches(exposure)) return
    const isThere = await getItem(table, exposure)
    await attemptAll(table, [
      isThere
        ? { key: exposure, remove: true }
        : { key: exposure, put: { type: 'exposure', pairs: {}, version: 1 } },
    ])
  })
  await settle(meddling.table)
  demandSoonSettled(
    meddling,
    ids.filter((_, i) => i % 6 !== 0),
  )
})

it('a request whose decision throws is a fault of its own', async () => {
  const { ids, outcomes } = await begunChunk(5)
  poisoned.add(ids[2] ?? '')
  expect(await outcomes()).toMatchObject({ allocated: 4, fault: 1 })
})

it('a customer whose instruments cannot be read is a fault of their own requests', async () => {
  const { table, outcomes } = await begunChunk(5)
  const update = { set: [['instruments', { broken: { id: 'broken' } }]] as const }
  await commit(table, [{ key: instrumentsKey(table.organization, 'cus_3'), update }])
  expect(await outcomes()).toMatchObject({ allocated: 4, fault: 1 })
})
