import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiRequest, call } from '../../harness/api.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'

let table: TestTable
let post: (request: Partial<ApiRequest>) => ReturnType<typeof call>
let get: (request: Partial<ApiRequest>) => ReturnType<typeof call>
let getRequest: (request: Partial<ApiRequest>) => ReturnType<typeof call>

beforeAll(async () => {
  table = await startTestTable()
  const create = await import('../../../functions/payout-request-batches/create.ts')
  const read = await import('../../../functions/payout-request-batches/get.ts')
  const request = await import('../../../functions/payout-requests/get.ts')
  post = (input) => call(create.handler, { organization: 'org_a', ...input })
  get = (input) => call(read.handler, { organization: 'org_a', ...input })
  getRequest = (input) => call(request.handler, { organization: 'org_a', ...input })
})
afterAll(() => table.stop())

const requests = (count: number) =>
  approvedRequests(table.as('org_a'), count, (i) => ({
    customerId: `cus_${i % 3}`,
    ...(i % 4 === 3 && { currency: 'JPY', amountMinor: 700n }),
  }))

const idsOf = (members: readonly { id: string }[]) => members.map(({ id }) => id)

it('puts exactly the requests named into one batch, with their totals', async () => {
  const ids = idsOf(await requests(8))
  const { status, body, headers } = await post({
    body: { payoutRequestIds: ids.toReversed(), description: 'May' },
  })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    userId: 'usr_test',
    status: 'pending',
    totalCount: 8,
    successCount: 0,
    failureCount: 0,
    customerCount: 3,
    totalAmountByCurrency: [
      { currency: 'EUR', amount: 60 },
      { currency: 'JPY', amount: 1400 },
    ],
    description: 'May',
    allocationOrder: null,
    run: null,
  })
  expect(body.payoutRequestIds.toSorted()).toEqual(ids.toSorted())
  expect(headers.Location).toBe(`https://api.test/v1/organizations/org_a/payout-request-batches/${body.id}`)
  const shown = (await get({ id: body.id })).body
  expect({ ...shown, payoutRequestIds: shown.payoutRequestIds.toSorted() }).toEqual({
    ...body,
    payoutRequestIds: body.payoutRequestIds.toSorted(),
  })
  expect((await getRequest({ id: ids[3] })).body.batchId).toBe(body.id)
})

it('takes 1000 requests', async () => {
  const ids = idsOf(await requests(1000))
  const { status, body } = await post({ body: { payoutRequestIds: ids } })
  expect(status).toBe(201)
  expect(new Set(body.payoutRequestIds)).toEqual(new Set(ids))
})

describe('refuses and changes nothing:', () => {
  it('requests that a batch holds, naming them all', async () => {
    const ids = idsOf(await requests(4))
    const first = await post({ body: { payoutRequestIds: ids.slice(0, 2) } })
    const { status, body } = await post({ body: { payoutRequestIds: ids } })
    expect(status).toBe(409)
    expect(body).toMatchObject({
      type: 'urn:payout-desk:problem:already-in-batch',
      conflictingCount: 2,
      _links: [{ rel: 'batch', href: expect.stringContaining(first.body.id) }],
    })
    expect(body.conflictingIds.toSorted()).toEqual(ids.slice(0, 2).toSorted())
    expect((await getRequest({ id: ids[3] })).body.batchId).toBeNull()
  })

  it('unknown and foreign ids, each with its place', async () => {
    const [known] = await requests(1)
    const [foreign] = await approvedRequests(table.as('org_b'), 1)
    const { status, body } = await post({
      body: { payoutRequestIds: [known?.id, foreign?.id, 'pout_req_no', 'a#b', '', 'x'.repeat(3000)] },
    })
    expect(status).toBe(422)
    expect(body.invalidFields).toEqual(
      [1, 2, 3, 4, 5].map((i) => ({
        field: `payoutRequestIds.${i}`,
        message: 'is not a payout request here',
      })),
    )
    expect((await getRequest({ id: known?.id ?? '' })).body.batchId).toBeNull()
  })

  it.each([
    ['nothing', {}, ['payoutRequestIds']],
    ['both ways at once', { payoutRequestIds: ['a'], filter: 'status:ready' }, ['payoutRequestIds']],
    ['an empty list', { payoutRequestIds: [] }, ['payoutRequestIds']],
    ['1001 ids', { payoutRequestIds: Array.from({ length: 1001 }, (_, i) => `r${i}`) }, ['payoutRequestIds']],
    ['an id twice', { payoutRequestIds: ['a', 'b', 'a'] }, ['payoutRequestIds.2']],
    ['a number as id', { payoutRequestIds: ['a', 7], description: 5 }, ['payoutRequestIds.1', 'description']],
  ])('%s', async (_, body, fields) => {
    const answer = await post({ body })
    expect(answer.status).toBe(422)
    expect(answer.body.invalidFields.map(({ field }: { field: string }) => field)).toEqual(fields)
  })
})

it('leaves each request in one batch when two batches race for the same ids', async () => {
  const ids = idsOf(await requests(250))
  const answers = await Promise.all([
    post({ body: { payoutRequestIds: ids } }),
    post({ body: { payoutRequestIds: ids.toReversed() } }),
    post({ body: { payoutRequestIds: ids.slice(100, 200) } }),
  ])
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(2)
  const winner = answers.find(({ status }) => status === 201)?.body
  for (const id of winner.payoutRequestIds) expect((await getRequest({ id })).body.batchId).toBe(winner.id)
})
