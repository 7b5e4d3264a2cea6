import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call } from '../../harness/api.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'

const organization = 'org_a'
let table: TestTable
type Name = 'create' | 'get' | 'patch' | 'approve' | 'block' | 'outcomes' | 'patchRequest' | 'getRequest'
let handlers: Record<Name, Parameters<typeof call>[0]>

beforeAll(async () => {
  table = await startTestTable()
  handlers = {
    create: (await import('../../../functions/payout-request-batches/create.ts')).handler,
    get: (await import('../../../functions/payout-request-batches/get.ts')).handler,
    patch: (await import('../../../functions/payout-request-batches/patch.ts')).handler,
    approve: (await import('../../../functions/payout-request-batches/approve.ts')).handler,
    block: (await import('../../../functions/payout-request-batches/block.ts')).handler,
    outcomes: (await import('../../../functions/payout-request-batches/outcomes.ts')).handler,
    patchRequest: (await import('../../../functions/payout-requests/patch.ts')).handler,
    getRequest: (await import('../../../functions/payout-requests/get.ts')).handler,
  }
})
afterAll(() => table.stop())

/** A batch of one request in each of these states, in this order. */
async function batchOf(...states: object[]) {
  const requests = await approvedRequests(table.as(organization), states.length)
  for (const [i, state] of states.entries())
    for (const body of [state].flat())
      await call(handlers.patchRequest, { organization, id: requests[i]?.id ?? '', body })
  const ids = requests.map(({ id }) => id)
  const { body } = await call(handlers.create, { organization, body: { payoutRequestIds: ids } })
  return { id: String(body.id), ids }
}

async function outcomesOf(answer: { body: { _links: { rel: string; href: string }[] } }, id: string) {
  const href = answer.body._links.find(({ rel }) => rel === 'outcomes')?.href ?? ''
  const operation = new URL(href).searchParams.get('operation') ?? ''
  return (await call(handlers.outcomes, { organization, id, query: { operation }, method: 'GET' })).body
}

const statusOf = async (id: string) => (await call(handlers.getRequest, { organization, id })).body

describe('approve', () => {
  it('approves what is ready, leaves what is approved, and says why not for each of the others', async () => {
    const ready = { status: 'ready' }
    const { id, ids } = await batchOf(ready, {}, [ready, { blocked: true }], [ready, { status: 'pending' }], {
      status: 'canceled',
      canceledBy: 'system',
    })
    const answer = await call(handlers.approve, { organization, id })
    expect([answer.status, answer.body.status, answer.body.totalCount]).toEqual([200, 'pending', 5])
    const rows = new Map(
      (await outcomesOf(answer, id)).map((row: { payoutRequestId: string }) => [row.payoutRequestId, row]),
    )
    expect(ids.map((one) => rows.get(one))).toEqual(
      [
        ['done', null],
        ['unchanged', null],
        ['refused', 'blocked'],
        ['refused', 'transition-not-allowed'],
        ['refused', 'transition-not-allowed'],
      ].map(([outcome, reason], i) => ({ payoutRequestId: ids[i], outcome, reason, errorId: null })),
    )
    expect((await Promise.all(ids.map(statusOf))).map(({ status }) => status)).toEqual([
      'approved',
      'approved',
      'ready',
      'pending',
      'canceled',
    ])
  })

  it('changes nothing twice and keeps texts that it does not read', async () => {
    const description = 'long '.repeat(100)
    const { id, ids } = await batchOf([{ status: 'ready' }, { description }])
    const key = { 'Idempotency-Key': 'approve once' }
    const first = await call(handlers.approve, { organization, id, headers: key })
    const again = await call(handlers.approve, { organization, id, headers: key })
    expect(again.body).toEqual(first.body)
    expect((await outcomesOf(again, id))[0].outcome).toBe('done')
    expect((await outcomesOf(await call(handlers.approve, { organization, id }), id))[0].outcome).toBe(
      'unchanged',
    )
    expect(await statusOf(ids[0] ?? '')).toMatchObject({ status: 'approved', description })
  })
})

describe('block', () => {
  it('blocks every member whose status is not final', async () => {
    const { id, ids } = await batchOf({}, { status: 'canceled', canceledBy: 'system' })
    const body = { reason: 'aml-review', description: 'look closer' }
    const rows = await outcomesOf(await call(handlers.block, { organization, id, body }), id)
    expect(rows.map(({ outcome }: { outcome: string }) => outcome).toSorted()).toEqual(['done', 'refused'])
    expect(await statusOf(ids[0] ?? '')).toMatchObject({
      blocked: true,
      blockReason: 'aml-review',
      batchId: id,
    })
  })

  it('needs a reason', async () => {
    const { id } = await batchOf({})
    const { status, body } = await call(handlers.block, { organization, id, body: { description: 5 } })
    expect([status, body.invalidFields.map(({ field }: { field: string }) => field)]).toEqual([
      422,
      ['reason', 'description'],
    ])
  })
})

describe('PATCH', () => {
  it('changes description and order, and refuses orders that nobody could follow', async () => {
    const { id } = await batchOf({})
    const order = ['paypal', 'payment-card', 'selected-payment-instrument']
    const { body } = await call(handlers.patch, {
      organization,
      id,
      body: { description: 'May', allocationOrder: order },
    })
    expect(body).toMatchObject({ description: 'May', allocationOrder: order })
    expect((await call(handlers.get, { organization, id })).body).toEqual(body)
    for (const bad of [
      {},
      { description: null },
      { allocationOrder: ['paypal', 'payment-card'] },
      { allocationOrder: ['selected-payment-instrument'] },
    ])
      expect((await call(handlers.patch, { organization, id, body: bad })).status).toBe(422)
  })
})

it('knows no outcomes of an operation that never was', async () => {
  const { id } = await batchOf({})
  const outcomes = (query: Record<string, string>) =>
    call(handlers.outcomes, { organization, id, query, method: 'GET' })
  expect((await outcomes({ operation: 'operation_x' })).status).toBe(404)
  expect((await outcomes({ operation: 'a b' })).status).toBe(404)
  expect((await outcomes({ operation: 'operation_x', run: 'run_x' })).status).toBe(400)
})
