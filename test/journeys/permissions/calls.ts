import { OPERATIONS } from '../../../shared/contracts/operations.ts'
import { type Answer, done } from '../harness/client.ts'
import type { JourneyOrganization } from '../harness/desk.ts'
import { exampleCall, OPERATION_IDS } from '../harness/operations.ts'
import { ASK, allocationOf, approvedRequest, newBatch } from '../harness/steps.ts'
import { furnished, saleOf } from '../harness/things.ts'

/** Every operation, as it succeeds; those that change something as a call that may be repeated. */
export async function callEveryOperation(us: JourneyOrganization): Promise<void> {
  const ours = await furnished(us, 'ours')
  for (const operation of OPERATION_IDS) {
    const [path, request] = exampleCall(operation, ours)
    const once = OPERATIONS[operation].startsWith('GET ') ? undefined : { 'Idempotency-Key': operation }
    await done(us.call(path, { ...request, ...(once && { headers: once }) }))
  }
}

/** What the examples leave out: other ways into the same functions, each with reads or writes of its own. */
export async function callInOtherWays(us: JourneyOrganization): Promise<void> {
  const { call } = us
  const long = { ...ASK, description: 'x'.repeat(1000) } // too long to stand in the request's item
  await done(call('PUT /payout-requests/own', { body: long }))
  await done(call('PUT /payout-requests/own', { body: { ...long, description: 'y'.repeat(1000) } }))
  await done(call('PUT /payout-requests/own', { body: ASK }))
  await done(call('PATCH /payout-requests/own', { body: { description: 'z'.repeat(1000) } }))
  await done(call('PATCH /payout-requests/own', { body: { description: null } }))
  const wordy = await done(call('POST /payout-requests', { body: long }))
  await done(call(`GET /payout-requests/${wordy.id}/payment-instruments`))

  const { id } = await approvedRequest(call, { websiteId: 'web_filter' })
  const batch = await done(
    call('POST /payout-request-batches', { body: { filter: 'websiteId:web_filter;status:approved' } }),
  )
  const another = await approvedRequest(call, { websiteId: 'web_filter' })
  const body = { filter: `id:${another.id},${id};websiteId:web_filter` }
  await done(call(`POST /payout-request-batches/${batch.id}/payout-requests`, { body }))
  await done(call('GET /payout-request-batches/preview?filter=websiteId:web_filter'))
  await done(call(`GET /payout-request-batches/preview?filter=id:${id},${another.id}`))
  await done(call(`POST /payout-request-batches/${batch.id}/block`, { body: { reason: 'other' } }))
  await done(call(`POST /payout-request-batches/${batch.id}/unblock`))

  const { id: allocated } = await heldRequests(us)
  await done(call(`POST /payout-request-batches/${allocated}/cancel-allocations`))
  const { id: payable } = await heldRequests(us)
  await done(call(`POST /payout-request-batches/${payable}/process`))
  const recorded = saleOf({ customer: 'cus_1', instrument: 'inst_1', gatewayAccount: 'gw_1' })
  await done(call('POST /transactions', { body: { ...recorded, id: 'txn_open', result: 'unknown' } }))
  await done(call('POST /transactions/txn_open/update', { body: { result: 'approved' } }))

  const ready = await done(call('POST /payout-requests', { body: ASK }))
  const ripe = await done(call('POST /payout-request-batches', { body: { filter: `id:${ready.id}` } }))
  await done(call(`POST /payout-request-batches/${ripe.id}/approve`))
  const patient = { headers: { Prefer: 'wait=20' } }
  const { run } = await done(call(`POST /payout-request-batches/${ripe.id}/auto-allocate`, patient))
  await done(call(`POST /payout-request-batches/${ripe.id}/auto-allocate`, patient))
  await done(call(`GET /payout-request-batches/${ripe.id}/outcomes?run=${run.id}`))

  const { planHash } = await done(call(`POST /payout-request-batches/${batch.id}/allocation-plan`))
  await done(call(`GET /payout-request-batches/${batch.id}/outcomes?plan=${planHash}`))
  await done(call(`GET /payout-request-batches/${batch.id}/outcomes/${id}?plan=${planHash}`))
  const applying = { ...patient, body: { planHash } }
  await done(call(`POST /payout-request-batches/${batch.id}/auto-allocate`, applying))

  const member = (await newBatch(call)).payoutRequestIds[0]
  await done(call(`POST /payout-requests/${member}/cancel`))
  await done(call('POST /gateway-accounts/gw_1/disable'))
  await done(call('POST /gateway-accounts/gw_1/enable'))
  await done(call('GET /payment-instruments?filter=id:inst_1'))
  await done(call('GET /payout-request-allocations', { headers: { Accept: 'text/csv' } }))
  for (const collection of ['payout-requests', 'payout-request-allocations', 'payout-request-batches'])
    await done(call(`GET /${collection}?filter=updatedTime:2020-01-01..&sort=updatedTime`))
}

/** Everything that looks at a payout request, on one whose batch is just letting it go: who holds it is looked up. */
export async function callOnHeld(
  { call }: JourneyOrganization,
  batch: string,
  [request, other]: readonly string[],
): Promise<Answer[]> {
  const ways = [
    call(`GET /payout-requests/${request}`),
    call(`GET /payout-requests?filter=batchId:${batch}`),
    call(`GET /payout-requests?filter=id:${request},${other}`),
    call(`GET /payout-request-allocations?filter=batchId:${batch}`),
    call(`GET /payout-request-batches/${batch}`),
    call(`GET /payout-request-batches/preview?filter=id:${request}`),
    call(`PATCH /payout-requests/${request}`, { body: { description: 'Held' } }),
    call(`PUT /payout-requests/${other}`, { body: { ...ASK, description: 'Held' } }),
    call(`PATCH /payout-request-batches/${batch}`, { body: { description: 'Held' } }),
    call(`POST /payout-request-batches/${batch}/approve`),
    call(`POST /payout-request-batches/${batch}/block`, { body: { reason: 'other' } }),
    call('POST /payout-request-batches', { body: { payoutRequestIds: [other] } }), // 409
  ]
  const allocation = await call('POST /payout-request-allocations', { body: allocationOf(request ?? '', 1) })
  const path = `payout-request-allocations/${allocation.body.id}`
  const moved = [call(`GET /${path}`), call(`PATCH /${path}`, { body: { status: 'canceled' } })]
  return [allocation, ...(await Promise.all([...ways, ...moved]))]
}

/** A batch of three, one of them allocated in part. */
export async function heldRequests({ call }: JourneyOrganization): Promise<any> {
  const batch = await newBatch(call, 3)
  const [id] = batch.payoutRequestIds
  await done(call('POST /payout-request-allocations', { body: allocationOf(id, 1) }))
  return batch
}
