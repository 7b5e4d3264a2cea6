import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  lookAfterBatchRequest,
  TRIES_LIMIT,
} from '../../../functions/background/looking-after-batch-requests.ts'
import { batchRequestKey, lastRunKey } from '../../../shared/repository/schedule-keys.ts'
import { commit } from '../../../shared/repository/write.ts'
import { batchContents } from '../../harness/batch-contents.ts'
import { crashAt } from '../../harness/crash.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { meddledWith } from '../../harness/meddling.ts'
import { readyRequests } from '../../harness/payout-requests.ts'
import { LONG_AGO } from '../background/operations.ts'
import { type Asking, askingOn, event, scheduled } from './asking.ts'

/** The same is asked for again: by a second delivery, after a death, by several workers at once, by the sweep. */

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

/** Two chunks. */
const MEMBERS = 120

/** Some of them are still to be approved, one write each. */
const members = async (us: Asking): Promise<string[]> => [
  ...(await us.requests(MEMBERS - 3)),
  ...(await readyRequests(us.table, 3)).map(({ id }) => id),
]

/** Whatever was asked for so often, everybody is in one batch, which is approved and being allocated. */
async function expectOneBatch(us: Asking, ids: readonly string[], told: any, about: string) {
  const { members, free, halfDone } = await batchContents(us.table)
  expect(halfDone, about).toEqual([])
  expect(free, about).toEqual([])
  expect(
    [...members.values()].map((held) => held.toSorted()),
    about,
  ).toEqual([ids.toSorted()])
  expect(told.batches, about).toMatchObject([{ id: [...members.keys()][0], totalCount: ids.length }])
  const batch = await us.get(told.batches[0].id)
  expect([batch.status, batch.run.id], about).toEqual(['processing', told.batches[0].runId])
  const one = await us.ask('payout-requests/get', { id: ids.at(-1) ?? '' })
  expect(one.body.status, about).toBe('approved')
}

describe('a worker that stops', () => {
  it.each(['before', 'after'] as const)(
    '%s any of its writes is followed by one that goes on',
    async (when) => {
      for (let write = 1; ; write++) {
        const us = await askingOn(desk)
        const ids = await members(us)
        const message = event(us, 'closing', { filter: 'status:ready,approved', approve: true })
        const crash = crashAt(us.table, write, when)
        const first = us.deliver(message, { table: crash.table, clock: LONG_AGO })
        const outcome = await Promise.race([crash.stopped, first])
        await us.deliver(message)
        await expectOneBatch(us, ids, await us.came('closing'), `${when} write ${write}`)
        if (outcome !== 'stopped') break
      }
    },
  )
})

it('what is delivered twice, in any order, is done once', async () => {
  const us = await askingOn(desk)
  const ids = await us.requests(MEMBERS)
  await us.deliver(event(us, 'second', { filter: 'currency:JPY' }))
  for (const name of ['first', 'second', 'first', 'second']) {
    const filter = name === 'second' ? 'currency:JPY' : 'currency:EUR'
    await us.deliver(event(us, name, { filter }))
  }
  await expectOneBatch(us, ids, await us.came('first'), 'first')
  expect((await us.came('second')).status).toBe('nothing-to-do')
})

it('several workers at once make one batch of it', async () => {
  const us = await askingOn(desk)
  const ids = await members(us)
  const message = event(us, 'closing', { filter: 'status:ready,approved', approve: true })
  await Promise.all(Array.from({ length: 4 }, () => us.deliver(message)))
  await expectOneBatch(us, ids, await us.came('closing'), 'four workers')
})

it('one who is taken for dead and the one who takes over make one batch of it', async () => {
  for (let round = 0; round < 3; round++) {
    const us = await askingOn(desk)
    const ids = await members(us)
    const message = event(us, 'closing', { filter: 'status:ready,approved', approve: true })
    const slow = us.deliver(message, { clock: LONG_AGO })
    await expect.poll(async () => (await us.came('closing')).status).toBe('processing')
    await Promise.all([slow, us.deliver(message), us.deliver(message)])
    await expectOneBatch(us, ids, await us.came('closing'), `round ${round}`)
  }
})

it('of several times of a schedule at once one begins, and no other while that is in progress', async () => {
  for (let round = 0; round < 3; round++) {
    const us = await askingOn(desk)
    const ids = await us.requests(MEMBERS)
    const times = ['02', '03', '04'].map((day) => scheduled(us, `2026-03-${day}T06:00:00Z`))
    await Promise.all([...times, ...times.toReversed()].map((message) => us.deliver(message)))
    const runs = await us.runs('daily')
    const began = runs.filter(({ status }) => status === 'processing')
    expect(began).toHaveLength(1)
    await expectOneBatch(us, ids, began[0], `round ${round}`)
    const others = runs.filter((run) => run !== began[0]).map(({ status }) => status)
    for (const status of others) expect(['skipped', 'nothing-to-do']).toContain(status)
  }
})

it('a time that another has begun before, just as this one was to begin, is skipped', async () => {
  const us = await askingOn(desk)
  await us.requests(2)
  let others = 0
  const { table } = meddledWith(us.table, async (touches) => {
    if (touches(lastRunKey(us.organization, 'daily')) && others++ === 0)
      await us.deliver(scheduled(us, '2026-03-03T06:00:00Z'))
  })
  await us.deliver(scheduled(us, '2026-03-02T06:00:00Z'), { table })
  expect(others).toBe(1)
  expect((await us.runs('daily')).map(({ status }) => status)).toEqual(['processing', 'skipped'])
})

it('a batch that somebody has deleted, or allocated by hand, meanwhile is left as it is', async () => {
  for (const change of ['delete', 'auto-allocate']) {
    const us = await askingOn(desk)
    await us.requests(2)
    const message = event(us, 'closing')
    const crash = crashAt(us.table, 5, 'after') // put down, begun, intended, claimed, committed
    await Promise.race([crash.stopped, us.deliver(message, { table: crash.table, clock: LONG_AGO })])
    const [{ id }] = await us.batches()
    const prefer = { Prefer: 'respond-async' }
    const { status, body } = await us.ask(`payout-request-batches/${change}`, { id, headers: prefer })
    expect(status).toBeLessThan(300)
    await us.deliver(message)
    const told = await us.came('closing')
    expect(told).toMatchObject({ batches: [{ id, runId: body?.run.id ?? null }] })
    expect(told.status).toBe(change === 'delete' ? 'completed' : 'processing')
    expect(await us.batches()).toHaveLength(change === 'delete' ? 0 : 1)
  }
})

describe('the sweep', () => {
  async function stopped(us: Asking) {
    await us.requests(2)
    const crash = crashAt(us.table, 4, 'after')
    await Promise.race([
      crash.stopped,
      us.deliver(event(us, 'closing'), { table: crash.table, clock: LONG_AGO }),
    ])
    return batchRequestKey(us.organization, { requestId: 'closing' })
  }

  it('has it carried out again, and lets it rest for a while', async () => {
    const us = await askingOn(desk)
    const key = await stopped(us)
    const sent: object[] = []
    const send = async (message: object) => void sent.push(message)
    await lookAfterBatchRequest(us.table, key, new Date(), send)
    expect(sent).toEqual([{ organizationId: us.organization, origin: { requestId: 'closing' } }])
    await us.deliver({ 'detail-type': 'payout-request-batch-recorded', detail: sent[0] })
    expect(await us.came('closing')).toMatchObject({ status: 'processing', batches: [{ totalCount: 2 }] })
    await lookAfterBatchRequest(us.table, key, new Date(), send)
    expect(sent).toHaveLength(1) // it has ended
  })

  it('gives up what does not get any further, so that its schedule goes on', async () => {
    const us = await askingOn(desk)
    const key = await stopped(us)
    await commit(us.table, [{ key, update: { set: [['tries', TRIES_LIMIT]] } }])
    await lookAfterBatchRequest(us.table, key, new Date(), () => Promise.reject(new Error('not asked')))
    expect(await us.came('closing')).toMatchObject({ status: 'failed', reason: 'given-up', batches: [] })
    await us.deliver(event(us, 'closing'))
    expect((await us.came('closing')).status).toBe('failed')
  })
})
