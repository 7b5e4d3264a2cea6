import { OPERATIONS, type OperationId } from '../../../shared/contracts/operations.ts'
import { done, type Request } from './client.ts'
import type { JourneyOrganization } from './desk.ts'
import { ACCOUNT, ASK, allocatedRequest, approvedRequest, CARD, newBatch } from './steps.ts'

/** One thing of each kind in an organization. */
export interface Things {
  readonly organization: string
  readonly customer: string
  readonly website: string
  readonly gatewayAccount: string
  readonly instrument: string
  readonly transaction: string
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
  /** An approval of the batch. */
  readonly operation: string
}

export type Kind = keyof Things

export interface Example {
  /** What is sent besides the path's own id. */
  readonly body?: unknown
  readonly query?: Readonly<Record<string, string>>
  /** Where else ids stand, `payoutRequestIds.0` in the body or `?filter=batchId`, and of what. */
  readonly ids: Readonly<Record<string, Kind>>
}

/** For every operation a call that succeeds; a new one does not compile until it has its own. */
export const EXAMPLES: Record<OperationId, (ours: Things) => Example> = {
  GetPayoutRequestCollection: () => ({
    ids: {
      '?filter=id': 'request',
      '?filter=batchId': 'batch',
      '?filter=customerId': 'customer',
      '?filter=websiteId': 'website',
    },
  }),
  PostPayoutRequest: ({ instrument, website, customer }) => ({
    body: { ...ASK, paymentInstrumentId: instrument, websiteId: website, customerId: customer },
    ids: { paymentInstrumentId: 'instrument', websiteId: 'website' },
  }),
  GetPayoutRequest: () => ({ ids: {} }),
  PutPayoutRequest: ({ website, customer, instrument }) => ({
    body: { ...ASK, websiteId: website, customerId: customer, paymentInstrumentId: instrument },
    ids: { paymentInstrumentId: 'instrument' },
  }),
  PatchPayoutRequest: () => ({ body: { description: 'Changed' }, ids: {} }),

  GetPayoutRequestAllocationCollection: () => ({
    ids: {
      '?filter=id': 'allocation',
      '?filter=payoutRequestId': 'allocatedRequest',
      '?filter=batchId': 'batch',
      '?filter=customerId': 'customer',
      '?filter=paymentInstrumentId': 'instrument',
      '?filter=gatewayAccountId': 'gatewayAccount',
    },
  }),
  PostPayoutRequestAllocation: ({ request, instrument, gatewayAccount }) => ({
    body: {
      payoutRequestId: request,
      paymentInstrumentId: instrument,
      gatewayAccountId: gatewayAccount,
      amount: 1,
    },
    ids: {
      payoutRequestId: 'request',
      paymentInstrumentId: 'instrument',
      gatewayAccountId: 'gatewayAccount',
    },
  }),
  GetPayoutRequestAllocation: () => ({ ids: {} }),
  PatchPayoutRequestAllocation: () => ({ body: { status: 'processing' }, ids: {} }),

  GetPayoutRequestBatchCollection: () => ({ ids: { '?filter=id': 'batch', '?q=': 'batch' } }),
  PostPayoutRequestBatch: ({ request }) => ({
    body: { payoutRequestIds: [request] },
    ids: { 'payoutRequestIds.0': 'request' },
  }),
  GetPayoutRequestBatchPreview: () => ({
    query: { filter: 'status:approved' },
    ids: { '?filter=id': 'request', '?filter=customerId': 'customer', '?filter=websiteId': 'website' },
  }),
  GetPayoutRequestBatch: () => ({ ids: {} }),
  PatchPayoutRequestBatch: () => ({ body: { description: 'Changed' }, ids: {} }),
  DeletePayoutRequestBatch: () => ({ ids: {} }),
  PostPayoutRequestsToBatch: ({ otherRequest }) => ({
    body: { payoutRequestIds: [otherRequest] },
    ids: { 'payoutRequestIds.0': 'otherRequest' },
  }),
  PostRemovePayoutRequestsFromBatch: ({ member }) => ({
    body: { payoutRequestIds: [member] },
    ids: { 'payoutRequestIds.0': 'member' },
  }),
  PostPayoutRequestBatchApprove: () => ({ ids: {} }),
  PostPayoutRequestBatchBlock: () => ({ body: { reason: 'other' }, ids: {} }),
  PostPayoutRequestBatchUnblock: () => ({ ids: {} }),
  GetPayoutRequestBatchOutcomes: ({ operation }) => ({
    query: { operation },
    ids: { '?operation=': 'operation' },
  }),
  PostPayoutRequestBatchAutoAllocate: () => ({ ids: {} }),

  GetGatewayAccountCollection: () => ({ ids: { '?filter=id': 'gatewayAccount' } }),
  PostGatewayAccount: () => ({ body: ACCOUNT, ids: { id: 'gatewayAccount' } }),
  GetGatewayAccount: () => ({ ids: {} }),
  PutGatewayAccount: () => ({ body: ACCOUNT, ids: {} }),
  PatchGatewayAccount: () => ({ body: { isDown: false }, ids: {} }),
  PostGatewayAccountEnablement: () => ({ ids: {} }),
  PostGatewayAccountDisablement: () => ({ ids: {} }),

  GetPaymentInstrumentCollection: () => ({
    ids: { '?filter=id': 'instrument', '?filter=customerId': 'customer' },
  }),
  PostPaymentInstrument: () => ({ body: CARD, ids: { id: 'instrument' } }),
  GetPaymentInstrument: () => ({ ids: {} }),
  PutPaymentInstrument: ({ customer }) => ({ body: { ...CARD, customerId: customer }, ids: {} }),
  PatchPaymentInstrument: () => ({ body: { expMonth: 12, expYear: 2030 }, ids: {} }),
  PostPaymentInstrumentDeactivation: () => ({ ids: {} }),

  GetTransactionCollection: () => ({
    ids: {
      '?filter=id': 'transaction',
      '?filter=customerId': 'customer',
      '?filter=paymentInstrumentId': 'instrument',
      '?filter=gatewayAccountId': 'gatewayAccount',
      '?filter=payoutRequestId': 'allocatedRequest',
    },
  }),
  PostTransaction: (ours) => ({
    body: { ...saleOf(ours), type: 'void', parentTransactionId: ours.transaction },
    ids: {
      id: 'transaction',
      parentTransactionId: 'transaction',
      customerId: 'customer',
      paymentInstrumentId: 'instrument',
      gatewayAccountId: 'gatewayAccount',
    },
  }),
  GetTransaction: () => ({ ids: {} }),
  PatchTransaction: () => ({ body: { status: 'disputed' }, ids: {} }),

  GetOrganization: () => ({ ids: {} }),
  PatchOrganization: () => ({
    body: { settings: { payoutRequestAllocationPolicy: 'oldest-payment' } },
    ids: {},
  }),
  GetWebsite: () => ({ ids: {} }),
  PutWebsite: () => ({ body: { name: 'Website' }, ids: {} }),
}

const saleOf = ({
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

/** In an order in which one example after the other finds what it needs. */
export const OPERATION_IDS = (Object.keys(EXAMPLES) as OperationId[]).toSorted(
  (a, b) => Number(isDeletion(a)) - Number(isDeletion(b)),
)

function isDeletion(operation: OperationId): boolean {
  return OPERATIONS[operation].startsWith('DELETE ')
}

/** The operation's call on our own things, `PATCH /payout-requests/x?…`, and what it sends. */
export function exampleCall(operation: OperationId, things: Things): [string, Request] {
  const { body, query } = EXAMPLES[operation](things)
  const path = OPERATIONS[operation].replace('{id}', things[pathKind(operation)])
  const search = new URLSearchParams(query).toString()
  return [search === '' ? path : `${path}?${search}`, { body }]
}

/** Of what the id in the path is. */
export const pathKind = (operation: OperationId): Kind =>
  PATH_KINDS[OPERATIONS[operation].split('/')[1] ?? ''] ?? fail(`What is the id of ${operation}?`)

const PATH_KINDS: Readonly<Record<string, Kind>> = {
  'payout-requests': 'request',
  'payout-request-allocations': 'allocation',
  'payout-request-batches': 'batch',
  'gateway-accounts': 'gatewayAccount',
  'payment-instruments': 'instrument',
  transactions: 'transaction',
  organizations: 'organization',
  websites: 'website',
}

function fail(message: string): never {
  throw new Error(message)
}

/** An organization with one thing of each kind, made over HTTP; the name makes the ids that a caller may choose. */
export async function furnished({ id, call }: JourneyOrganization, name: string): Promise<Things> {
  const chosen = {
    organization: id,
    customer: `cus_${name}`,
    website: `web_${name}`,
    gatewayAccount: `gw_${name}`,
    instrument: `inst_${name}`,
    transaction: `txn_${name}`,
  }
  const payoutRequest = {
    automaticReadinessEnabled: name === 'theirs',
    pendingPeriodHours: 48,
    automaticReadinessTime: '10:00',
  }
  const website = { name, settings: { payoutRequest } }
  await done(call('PUT /gateway-accounts/gw_1', { body: ACCOUNT }))
  await done(call('PUT /payment-instruments/inst_1', { body: CARD }))
  await done(call(`PUT /gateway-accounts/${chosen.gatewayAccount}`, { body: ACCOUNT }))
  await done(
    call(`PUT /payment-instruments/${chosen.instrument}`, { body: { ...CARD, customerId: chosen.customer } }),
  )
  await done(call('POST /transactions', { body: { ...saleOf(chosen), id: chosen.transaction } }))
  const { request, allocation } = await allocatedRequest(call)
  const batch = await newBatch(call)
  const approved = await done(call(`POST /payout-request-batches/${batch.id}/approve`))
  const outcomes = approved._links.find(({ rel }: { rel: string }) => rel === 'outcomes')
  const unallocated = await approvedRequest(call, {
    customerId: chosen.customer,
    websiteId: chosen.website,
    paymentInstrumentId: chosen.instrument,
  })
  await done(call(`PUT /websites/${chosen.website}`, { body: website })) // what is asked for now waits there
  return {
    ...chosen,
    request: unallocated.id,
    allocation: allocation.id,
    allocatedRequest: request.id,
    batch: batch.id,
    member: batch.payoutRequestIds[0],
    operation: new URL(outcomes.href).searchParams.get('operation') ?? '',
  }
}
