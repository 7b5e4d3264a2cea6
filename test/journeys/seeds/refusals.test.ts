import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { OPERATIONS } from '../../../shared/contracts/operations.ts'
import { type Call, client } from '../harness/client.ts'
import { type JourneyDesk, type JourneyOrganization, sharedDesk } from '../harness/desk.ts'
import { neverRun } from '../harness/faults.ts'
import {
  allocatedRequest,
  allocationOf,
  approvedRequest,
  newBatch,
  payableCustomer,
} from '../harness/steps.ts'
import { SEEDS, type SeedName } from './documents.ts'
import { expectProblem } from './judging.ts'

let desk: JourneyDesk
let us: JourneyOrganization
/** May do everything but the four operations. */
let powerless: Call

beforeAll(async () => {
  desk = await sharedDesk()
  us = await desk.newOrganization()
  powerless = await us.as(
    Object.keys(OPERATIONS).filter(
      (id) =>
        !['PostPayoutRequestBatch', 'PostPayoutRequestBatchAutoAllocate'].includes(id) &&
        !['PostPayoutRequestAllocation', 'PatchPayoutRequestAllocation'].includes(id),
    ),
  )
  await payableCustomer(us.call)
})

/** A call that would succeed. */
const VALID: Record<SeedName, () => Promise<{ operation: string; body?: unknown }>> = {
  'create batch': async () => ({
    operation: 'POST /payout-request-batches',
    body: { payoutRequestIds: [(await approvedRequest(us.call)).id] },
  }),
  'auto-allocate batch': async () => ({
    operation: `POST /payout-request-batches/${(await newBatch(us.call)).id}/auto-allocate`,
  }),
  'create allocation': async () => ({
    operation: 'POST /payout-request-allocations',
    body: allocationOf((await approvedRequest(us.call)).id),
  }),
  'update allocation status': async () => ({
    operation: `PATCH /payout-request-allocations/${(await allocatedRequest(us.call)).allocation.id}`,
    body: { status: 'canceled' },
  }),
}

describe.each(Object.keys(VALID) as SeedName[])('%s', (name) => {
  it('answers 401 where the credential is missing or wrong', async () => {
    const { operation, body } = await VALID[name]()
    const credentials: Record<string, string>[] = [
      {},
      { 'REB-APIKEY': 'sk_wrong' },
      { Authorization: 'Bearer wrong' },
    ]
    for (const credential of credentials)
      expectProblem(await client(us.url, credential)(operation, { body }), 401)
    expect((await us.call(operation, { body })).status).toBe(SEEDS[name].success)
  })

  it('answers 403 where the credential lacks the permission', async () => {
    const { operation, body } = await VALID[name]()
    expectProblem(await powerless(operation, { body }), 403)
    expect((await us.call(operation, { body })).status).toBe(SEEDS[name].success)
  })
})

describe('create batch', () => {
  it.each([
    '{"payoutRequestIds": [',
    '{"filter": "status:unheard-of"}',
    '{"filter": "nonsense:1"}',
    '{"filter": ""}',
    '{"filter": "customerId:cus_nobody"}',
  ])('answers 400 without an instance to %s', async (body) => {
    const answer = await us.call('POST /payout-request-batches', { body })
    expectProblem(answer, 400)
    expect(answer.body).not.toHaveProperty('instance')
  })

  it('answers 409 where a request is in another batch', async () => {
    const { payoutRequestIds } = await newBatch(us.call)
    expectProblem(await us.call('POST /payout-request-batches', { body: { payoutRequestIds } }), 409)
  })

  it('answers 422 and names the ids that are unknown', async () => {
    const { id } = await approvedRequest(us.call)
    const body = { payoutRequestIds: [id, 'pout_req_unknown', 'not an id'] }
    const answer = await us.call('POST /payout-request-batches', { body })
    expectProblem(answer, 422)
    expect(answer.body.invalidFields.map(({ field }: { field: string }) => field)).toEqual([
      'payoutRequestIds.1',
      'payoutRequestIds.2',
    ])
  })
})

describe('auto-allocate batch', () => {
  it('answers 404 to an unknown id', async () => {
    for (const id of ['preq_batch_unknown', randomUUID(), 'no%20id'])
      expectProblem(await us.call(`POST /payout-request-batches/${id}/auto-allocate`), 404)
  })

  it('answers 409 while a run is in progress', async () => {
    const { id } = await newBatch(us.call)
    const goOn = neverRun(desk.stack)
    const first = await us.call(`POST /payout-request-batches/${id}/auto-allocate`, {
      headers: { Prefer: 'respond-async' },
    })
    const second = await us.call(`POST /payout-request-batches/${id}/auto-allocate`)
    goOn()
    expect(first.status).toBe(200)
    expectProblem(second, 409)
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('answers 422 to a body that is not an object', async () => {
    const { id } = await newBatch(us.call)
    for (const body of ['[]', '"now"', '7', 'null'])
      expectProblem(await us.call(`POST /payout-request-batches/${id}/auto-allocate`, { body }), 422)
  })
})

describe('create allocation', () => {
  it('answers 404 where the payout request is unknown', async () => {
    const body = allocationOf('pout_req_unknown')
    expectProblem(await us.call('POST /payout-request-allocations', { body }), 404)
  })

  it('answers 409 where the payout request is allocated already', async () => {
    const { request } = await allocatedRequest(us.call)
    const body = allocationOf(request.id)
    expectProblem(await us.call('POST /payout-request-allocations', { body }), 409)
  })

  it.each(Object.keys(SEEDS['create allocation'].requestFields))(
    'answers 422 where %s is missing or of another type',
    async (field) => {
      const whole = allocationOf((await approvedRequest(us.call)).id)
      for (const wrong of [undefined, null, {}, true]) {
        const body = { ...whole, [field]: wrong }
        const answer = await us.call('POST /payout-request-allocations', { body })
        expectProblem(answer, 422)
        expect(answer.body.invalidFields.map((invalid: { field: string }) => invalid.field)).toEqual([field])
      }
    },
  )
})

describe('update allocation status', () => {
  it('answers 404 to an unknown id', async () => {
    const answer = await us.call('PATCH /payout-request-allocations/pra_unknown', {
      body: { status: 'canceled' },
    })
    expectProblem(answer, 404)
  })

  it('answers 409 where the allocation cannot change so any more', async () => {
    const { allocation } = await allocatedRequest(us.call)
    const path = `PATCH /payout-request-allocations/${allocation.id}`
    await us.call(path, { body: { status: 'canceled' } })
    expectProblem(await us.call(path, { body: { status: 'processing' } }), 409)
  })

  it.each([undefined, null, 'pending', 'completed', 'failed', 7])(
    'answers 422 to the status %s, which cannot be set',
    async (status) => {
      const { allocation } = await allocatedRequest(us.call)
      const answer = await us.call(`PATCH /payout-request-allocations/${allocation.id}`, { body: { status } })
      expectProblem(answer, 422)
      expect(answer.body.invalidFields[0].field).toBe('status')
    },
  )
})
