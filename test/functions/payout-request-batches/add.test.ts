import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { executeRun } from '../../harness/batch-run.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { batchesOn } from './members.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

const ADD = 'payout-request-batches/add'

describe('adding payout requests', () => {
  it('by id makes them members, and the totals those of all', async () => {
    const { ask, requests, create, get, batchOf } = batchesOn(desk)
    const batch = await create(2)
    const ids = await requests(3, (i) => ({ customerId: `other_${i}`, currency: i === 0 ? 'JPY' : 'EUR' }))
    const { status, body, headers } = await ask(ADD, { id: batch.id, body: { payoutRequestIds: ids } })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: batch.id,
      totalCount: 5,
      customerCount: 4,
      totalAmountByCurrency: [
        { currency: 'EUR', amount: 40 },
        { currency: 'JPY', amount: 1000 },
      ],
    })
    expect(body.payoutRequestIds.toSorted()).toEqual([...batch.payoutRequestIds, ...ids].toSorted())
    expect(headers.ETag).toBe('"2"')
    expect(await get(batch.id)).toEqual(body)
    expect(await batchOf(ids)).toEqual(ids.map(() => batch.id))
  })

  it('goes on to 1000 members and no further', async () => {
    const { ask, requests, create, get } = batchesOn(desk)
    const batch = await create(400)
    const ids = await requests(601)
    const tooMany = await ask(ADD, { id: batch.id, body: { payoutRequestIds: ids } })
    expect(tooMany.status).toBe(409)
    expect(tooMany.body).toMatchObject({ type: 'urn:payout-desk:problem:batch-full', totalCount: 400 })
    expect((await get(batch.id)).totalCount).toBe(400)

    const fitting = await ask(ADD, { id: batch.id, body: { payoutRequestIds: ids.slice(0, 600) } })
    expect(fitting.status).toBe(200)
    expect(new Set(fitting.body.payoutRequestIds).size).toBe(1000)
    const byFilter = await ask(ADD, { id: batch.id, body: { filter: 'status:approved' } })
    expect(byFilter.status).toBe(409)
    expect(byFilter.body.type).toBe('urn:payout-desk:problem:batch-full')
  })

  it('by filter adds the oldest that fit and that no batch has', async () => {
    const { ask, requests, create } = batchesOn(desk)
    const batch = await create(997)
    const [first = '', ...others] = await requests(6, () => ({ websiteId: 'web_late' }))
    await create([first])
    const { status, body } = await ask(ADD, { id: batch.id, body: { filter: 'websiteId:web_late' } })
    expect(status).toBe(200)
    const added = new Set(body.payoutRequestIds).difference(new Set(batch.payoutRequestIds))
    expect([...added].toSorted()).toEqual(others.slice(0, 3).toSorted())
  })

  it('allows any status, and is done while the batch is being processed, whose run keeps its members', async () => {
    const { organization, ask, requests, create, get } = batchesOn(desk)
    const batch = await create(2)
    await ask('payout-request-batches/auto-allocate', {
      id: batch.id,
      headers: { Prefer: 'respond-async' },
    })
    const [late = ''] = await requests(1)
    await ask('payout-requests/patch', { id: late, body: { status: 'canceled', canceledBy: 'merchant' } })
    const { status, body } = await ask(ADD, { id: batch.id, body: { payoutRequestIds: [late] } })
    expect(status).toBe(200)
    expect(body).toMatchObject({ status: 'processing', totalCount: 3 })
    await executeRun(desk.table.as(organization), batch.id, body.run.id)
    expect(await get(batch.id)).toMatchObject({
      status: 'completed',
      totalCount: 3,
      successCount: 0,
      failureCount: 2,
    })
  })
})

describe('refuses and changes nothing:', () => {
  it('what another batch holds and what this one does, naming them with both batches', async () => {
    const { ask, requests, create, get, batchOf } = batchesOn(desk)
    const [batch, other] = [await create(2), await create(2)]
    const [free = ''] = await requests(1)
    const ids = [free, other.payoutRequestIds[0], batch.payoutRequestIds[1]]
    const { status, body } = await ask(ADD, { id: batch.id, body: { payoutRequestIds: ids } })
    expect(status).toBe(409)
    expect(body).toMatchObject({ type: 'urn:payout-desk:problem:already-in-batch', conflictingCount: 2 })
    expect(body.conflictingIds.toSorted()).toEqual(ids.slice(1).toSorted())
    expect(body._links.map(({ href }: { href: string }) => href.split('/').at(-1)).toSorted()).toEqual(
      [batch.id, other.id].toSorted(),
    )
    expect(await batchOf([free])).toEqual([null])
    expect(await get(batch.id)).toMatchObject({ totalCount: 2 })
  })

  it('unknown ids, each with its place', async () => {
    const { ask, requests, create } = batchesOn(desk)
    const batch = await create(1)
    const [known = ''] = await requests(1)
    const [foreign = ''] = await batchesOn(desk).requests(1)
    const answer = await ask(ADD, { id: batch.id, body: { payoutRequestIds: [known, foreign, 'a#b'] } })
    expect(answer.status).toBe(422)
    expect(answer.body.invalidFields.map(({ field }: { field: string }) => field)).toEqual([
      'payoutRequestIds.1',
      'payoutRequestIds.2',
    ])
  })

  it('a filter that matches nothing free', async () => {
    const { ask, create } = batchesOn(desk)
    const batch = await create(1)
    const answer = await ask(ADD, { id: batch.id, body: { filter: 'status:approved' } })
    expect(answer.status).toBe(400)
    expect(answer.body.type).toBe('urn:payout-desk:problem:nothing-matches')
  })

  it('an unknown or a foreign batch', async () => {
    const { ask, requests } = batchesOn(desk)
    const [id = ''] = await requests(1)
    const foreign = await batchesOn(desk).create(1)
    for (const batch of ['preq_batch_none', foreign.id, 'a#b']) {
      const answer = await ask(ADD, { id: batch, body: { payoutRequestIds: [id] } })
      expect(answer.status).toBe(404)
    }
  })

  it.each([
    ['nothing', {}, ['payoutRequestIds']],
    ['both ways at once', { payoutRequestIds: ['a'], filter: 'status:ready' }, ['payoutRequestIds']],
    ['an id twice', { payoutRequestIds: ['a', 'a'] }, ['payoutRequestIds.1']],
    ['a member that it does not know', { filter: 'status:ready', description: 'May' }, ['description']],
  ])('%s', async (_, body, fields) => {
    const { ask, create } = batchesOn(desk)
    const batch = await create(1)
    const answer = await ask(ADD, { id: batch.id, body })
    expect(answer.status).toBe(422)
    expect(answer.body.invalidFields.map(({ field }: { field: string }) => field)).toEqual(fields)
  })
})

it('refuses an outdated If-Match, and answers a repeated key with the first answer', async () => {
  const { ask, requests, create, get } = batchesOn(desk)
  const batch = await create(1)
  const payoutRequestIds = await requests(2)
  const stale = await ask(ADD, { id: batch.id, body: { payoutRequestIds }, headers: { 'If-Match': '"7"' } })
  expect(stale.status).toBe(412)
  const headers = { 'Idempotency-Key': `add-${batch.id}` }
  const first = await ask(ADD, { id: batch.id, body: { payoutRequestIds }, headers })
  expect(first.status).toBe(200)
  const again = await ask(ADD, { id: batch.id, body: { payoutRequestIds }, headers })
  expect(again).toMatchObject({ status: 200, body: first.body })
  expect(again.headers['Idempotent-Replayed']).toBe('true')
  expect((await get(batch.id)).totalCount).toBe(3)
})
