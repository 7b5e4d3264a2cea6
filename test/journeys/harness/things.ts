import { setTimeout as pause } from 'node:timers/promises'
import { batchAsk } from '../../../shared/contracts/batch-ask.ts'
import { newBatchRequest } from '../../../shared/domain/batch-request.ts'
import { keepNewBatchRequest } from '../../../shared/repository/batch-requests.ts'
import { type Call, done } from './client.ts'
import type { JourneyOrganization } from './desk.ts'
import {
  ACCOUNT,
  allocatedRequest,
  allocationOf,
  approvedRequest,
  CARD,
  newBatch,
  SCHEDULE,
} from './steps.ts'

/** One thing of each kind in an organization. */
export interface Things {
  readonly organization: string
  readonly customer: string
  readonly website: string
  readonly gatewayAccount: string
  readonly instrument: string
  readonly transaction: string
  /** Of a payment whose result stays unknown. */
  readonly credit: string
  /** Approved, with nothing allocated, in no batch. */
  readonly request: string
  /** Pending. */
  readonly allocation: string
  readonly allocatedRequest: string
  readonly batch: string
  /** The one payout request in the batch. */
  readonly member: string
  /** Approved, in no batch, as `request` is. */
  readonly otherRequest: string
  /** Approved, in no batch, until the operation that names it has been called. */
  readonly canceledRequest: string
  readonly splitRequest: string
  readonly legacySplitRequest: string
  /** On `request`. */
  readonly comment: string
  /** An approval of the batch. */
  readonly operation: string
  /** The run that has allocated the batch. */
  readonly run: string
  readonly webhook: string
  /** That the batch was made, on its way to the webhook. */
  readonly event: string
  readonly schedule: string
  /** An event's requestId. */
  readonly batchRequest: string
}

export type Kind = keyof Things

/** An organization with one thing of each kind, made over HTTP; the name makes the ids that a caller may choose. */
export async function furnished(us: JourneyOrganization, name: string): Promise<Things> {
  const { id, call } = us
  const chosen = {
    organization: id,
    customer: `cus_${name}`,
    website: `web_${name}`,
    gatewayAccount: `gw_${name}`,
    instrument: `inst_${name}`,
    transaction: `txn_${name}`,
    webhook: `hook_${name}`,
  }
  const payoutRequest = {
    automaticReadinessEnabled: name === 'theirs',
    pendingPeriodHours: 48,
    automaticReadinessTime: '10:00',
  }
  const website = { name, settings: { payoutRequest } }
  await done(call(`PUT /webhooks/${chosen.webhook}`, { body: HOOK }))
  await done(call('PUT /gateway-accounts/gw_1', { body: ACCOUNT }))
  await done(call('PUT /payment-instruments/inst_1', { body: CARD }))
  await done(call(`PUT /gateway-accounts/${chosen.gatewayAccount}`, { body: ACCOUNT }))
  await done(
    call(`PUT /payment-instruments/${chosen.instrument}`, { body: { ...CARD, customerId: chosen.customer } }),
  )
  await done(call('POST /transactions', { body: { ...saleOf(chosen), id: chosen.transaction } }))
  const { request, allocation } = await allocatedRequest(call)
  const credit = await unknownCredit(call)
  const batch = await newBatch(call)
  const approved = await done(call(`POST /payout-request-batches/${batch.id}/approve`))
  const outcomes = approved._links.find(({ rel }: { rel: string }) => rel === 'outcomes')
  const { run } = await done(call(`POST /payout-request-batches/${batch.id}/auto-allocate`))
  const unallocated = await approvedRequest(call, {
    customerId: chosen.customer,
    websiteId: chosen.website,
    paymentInstrumentId: chosen.instrument,
  })
  const comment = await done(
    call(`POST /payout-requests/${unallocated.id}/timeline`, { body: { message: 'Asked for by phone' } }),
  )
  await done(call(`PUT /websites/${chosen.website}`, { body: website })) // what is asked for now waits there
  const schedule = await done(call('POST /payout-request-batch-schedules', { body: SCHEDULE }))
  return {
    ...chosen,
    schedule: schedule.id,
    batchRequest: await requestedBatch(us, name),
    credit,
    request: unallocated.id,
    allocation: allocation.id,
    allocatedRequest: request.id,
    batch: batch.id,
    member: batch.payoutRequestIds[0],
    otherRequest: (await approvedRequest(call)).id,
    comment: comment.id,
    canceledRequest: (await approvedRequest(call)).id,
    splitRequest: (await approvedRequest(call)).id,
    legacySplitRequest: (await approvedRequest(call)).id,
    operation: new URL(outcomes.href).searchParams.get('operation') ?? '',
    run: run.id,
    event: await firstEventFor(call, chosen.webhook),
  }
}

/** Of an event that has come and that nobody has looked at yet. */
async function requestedBatch({ table }: JourneyOrganization, name: string): Promise<string> {
  const requestId = `closing-${name}`
  const ask = batchAsk({ filter: SCHEDULE.filter })
  const asked = {
    origin: { requestId },
    missedTimes: 0,
    userId: 'usr_system',
    authority: 'stage' as const,
    ask,
  }
  await keepNewBatchRequest(table, newBatchRequest(asked, new Date().toISOString()))
  return requestId
}

/** Nobody is there: what is sent is in its log all the same. */
export const HOOK = {
  url: 'http://127.0.0.1:9/payouts',
  eventsFilter: ['payout-request-batch-created'],
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
}

/** Told a moment after the batch was made. */
async function firstEventFor(call: Call, webhook: string): Promise<string> {
  for (let tries = 0; tries < 400; tries++) {
    const [told] = await done(call(`GET /webhooks/${webhook}/deliveries`))
    if (told) return told.eventId
    await pause(50)
  }
  throw new Error('The webhook was not told of the batch.')
}

/** Of a payment that the simulator never tells the result of. */
async function unknownCredit(call: Call): Promise<string> {
  const { id } = await approvedRequest(call, { amount: 0.98 })
  const allocation = await done(call('POST /payout-request-allocations', { body: allocationOf(id, 0.98) }))
  const path = `PATCH /payout-request-allocations/${allocation.id}`
  const { transactionId } = await done(call(path, { body: { status: 'processing' } }))
  return transactionId
}

export const saleOf = ({
  customer,
  instrument,
  gatewayAccount,
}: Pick<Things, 'customer' | 'instrument' | 'gatewayAccount'>) => ({
  type: 'sale',
  result: 'approved',
  amount: 10,
  currency: 'EUR',
  customerId: customer,
  paymentInstrumentId: instrument,
  gatewayAccountId: gatewayAccount,
})
