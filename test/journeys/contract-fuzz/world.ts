import { batchAsk } from '../../../shared/contracts/batch-ask.ts'
import { newBatchRequest } from '../../../shared/domain/batch-request.ts'
import { keepNewBatchRequest } from '../../../shared/repository/batch-requests.ts'
import { type Answer, type Call, done } from '../harness/client.ts'
import type { JourneyOrganization } from '../harness/desk.ts'
import { ACCOUNT, ASK, allocationOf, approvedRequest, CARD, newBatch, SCHEDULE } from '../harness/steps.ts'
import type { Pools } from './pools.ts'

/** Fills an organization with things in all their statuses, and the pools with their ids. */
export async function furnishWorld({ call }: JourneyOrganization, pools: Pools): Promise<void> {
  const make: Call = async (operation, request) => {
    const answer = await call(operation, request)
    pools.harvest(answer.body)
    return answer
  }
  await belongings(make)
  await requests(make)
  await allocations(make)
  await batches(make)
  for (const list of ['payout-requests', 'payout-request-allocations', 'transactions'])
    await done(make(`GET /${list}?limit=1000`))
}

/** One customer has most: what calls name then fits together more often than not. */
async function belongings(make: Call): Promise<void> {
  const accounts = {
    gw_1: {},
    gw_2: {},
    gw_paypal: { method: 'paypal' },
    gw_webhook: { payoutAdapter: WEBHOOK },
  }
  for (const [id, fields] of Object.entries(accounts))
    await done(make(`PUT /gateway-accounts/${id}`, { body: { ...ACCOUNT, ...fields } }))
  for (const id of ['inst_1', 'inst_2', 'inst_3'])
    await done(make(`PUT /payment-instruments/${id}`, { body: CARD }))
  await done(make('PUT /payment-instruments/inst_4', { body: { ...CARD, customerId: 'cus_2' } }))
  for (const id of ['txn_1', 'txn_2']) await done(make('POST /transactions', { body: { ...SALE, id } }))
  await done(make('POST /transactions', { body: { ...SALE, paymentInstrumentId: 'inst_2', amount: 1_000 } }))
  await done(make('PUT /websites/web_ripening', { body: RIPENING }))
  await done(make('PUT /websites/web_1', { body: { name: 'Website' } }))
  await done(make('PUT /webhooks/hook_1', { body: HOOK }))
}

/** Nobody listens there. */
const WEBHOOK = {
  type: 'webhook',
  url: 'https://127.0.0.1:9/pay',
  secret: 'whsec_bm9ib2R5IGxpc3RlbnMgdGhlcmUgYXQgYWxs',
}

const HOOK = { url: 'https://127.0.0.1:9/hook', eventsFilter: ['payout-request-batch-created'] }

const SALE = {
  type: 'sale',
  result: 'approved',
  amount: 60,
  currency: 'EUR',
  customerId: 'cus_1',
  paymentInstrumentId: 'inst_1',
  gatewayAccountId: 'gw_1',
}

const RIPENING = {
  name: 'Ripening',
  settings: {
    payoutRequest: {
      automaticReadinessEnabled: true,
      pendingPeriodHours: 48,
      automaticReadinessTime: '10:00',
    },
  },
}

async function requests(make: Call): Promise<void> {
  const asked = (fields: object = {}) => done(make('POST /payout-requests', { body: { ...ASK, ...fields } }))
  for (let i = 0; i < 10; i++) await approvedRequest(make)
  const [, , canceled, blocked] = [await asked(), await asked(), await asked(), await asked()]
  await asked({ websiteId: 'web_ripening' })
  await asked({ currency: 'JPY', customerId: 'cus_2' })
  await done(make(`POST /payout-requests/${canceled.id}/cancel`, { body: {} }))
  await done(
    make(`PATCH /payout-requests/${blocked.id}`, { body: { blocked: true, blockReason: 'aml-review' } }),
  )
  const split = await approvedRequest(make)
  await done(
    make(`POST /payout-requests/${split.id}/split`, { body: { amounts: [40, 60], splitReason: 'other' } }),
  )
  await done(
    make(`POST /payout-requests/${blocked.id}/timeline`, { body: { message: 'Asked for by phone' } }),
  )
}

/** Pending ones, a completed one, one whose payment stays unknown, one that was declined. */
async function allocations(make: Call): Promise<void> {
  for (const amount of [100, 100, 100, 0.98, 0.98, 0.98, 0.98, 0.9]) {
    const { id } = await approvedRequest(make, { amount })
    const allocation = await done(
      make('POST /payout-request-allocations', { body: allocationOf(id, amount) }),
    )
    if (amount < 1) await processed(make, allocation.id)
  }
  const paid = await approvedRequest(make)
  const { id } = await done(make('POST /payout-request-allocations', { body: allocationOf(paid.id) }))
  await processed(make, id)
}

const processed = (make: Call, id: string): Promise<Answer> =>
  done(make(`PATCH /payout-request-allocations/${id}`, { body: { status: 'processing' } }))

/** An empty one, one that has run, one with a plan, one that waits. */
async function batches(make: Call): Promise<void> {
  const run = await newBatch(make, 2)
  await done(make(`POST /payout-request-batches/${run.id}/approve`))
  await done(make(`POST /payout-request-batches/${run.id}/auto-allocate`))
  await done(make(`GET /payout-request-batches/${run.id}/outcomes`))
  const planned = await newBatch(make, 2)
  await done(make(`POST /payout-request-batches/${planned.id}/allocation-plan`, { body: {} }))
  await newBatch(make, 3)
  await done(make('POST /payout-request-batch-schedules', { body: SCHEDULE }))
  const empty = await newBatch(make)
  const { payoutRequestIds } = empty
  await done(
    make(`POST /payout-request-batches/${empty.id}/payout-requests/remove`, { body: { payoutRequestIds } }),
  )
}

/** Ids of things in another organization. */
export async function whatOthersHave({ call }: JourneyOrganization): Promise<string[]> {
  await done(call('PUT /gateway-accounts/gw_theirs', { body: ACCOUNT }))
  await done(call('PUT /payment-instruments/inst_theirs', { body: CARD }))
  const { id, payoutRequestIds } = await newBatch(call)
  return ['gw_theirs', 'inst_theirs', id, ...payoutRequestIds]
}

/** What the bus has asked for; whoever sends it may call it anything. */
export async function requestedBatches({ table }: JourneyOrganization): Promise<string[]> {
  const ids = ['closing-2026-11', 'closing of November/2026, ü']
  const ask = batchAsk({ filter: SCHEDULE.filter })
  for (const requestId of ids) {
    const asked = { origin: { requestId }, missedTimes: 0, userId: 'usr_1', authority: 'stage' as const, ask }
    await keepNewBatchRequest(table, newBatchRequest(asked, new Date().toISOString()))
  }
  return ids
}
