import { type Call, done } from './client.ts'

/** The steps that journeys have in common, all over HTTP. Each organization has its own ids, so they may be the same. */

export const ACCOUNT = {
  gatewayName: 'TestProcessor',
  method: 'payment-card',
  acceptedCurrencies: ['EUR', 'USD', 'JPY', 'BHD'],
  readyToPayoutInstruction: 'all',
}

/** A customer `cus_1` with the card `inst_1`, payable through the gateway account `gw_1`. */
export async function payableCustomer(call: Call): Promise<void> {
  await done(call('PUT /gateway-accounts/gw_1', { body: ACCOUNT }))
  await done(call('PUT /payment-instruments/inst_1', { body: CARD }))
}

export const CARD = {
  customerId: 'cus_1',
  method: 'payment-card',
  brand: 'Visa',
  bin: '411111',
  last4: '1111',
}

/** Finds nothing. */
export const SCHEDULE = {
  name: 'Daily',
  expression: 'rate(1 day)',
  filter: 'status:approved;websiteId:web_nobody',
}

export const ASK = { websiteId: 'web_1', customerId: 'cus_1', currency: 'EUR', amount: 100 }

export async function approvedRequest(
  call: Call,
  fields: Partial<typeof ASK & { paymentInstrumentId: string }> = {},
): Promise<any> {
  const { id } = await done(call('POST /payout-requests', { body: { ...ASK, ...fields } }))
  return done(call(`PATCH /payout-requests/${id}`, { body: { status: 'approved' } }))
}

export const allocationOf = (payoutRequestId: string, amount = 100) => ({
  payoutRequestId,
  paymentInstrumentId: 'inst_1',
  gatewayAccountId: 'gw_1',
  amount,
})

export async function allocatedRequest(call: Call): Promise<{ request: any; allocation: any }> {
  const request = await approvedRequest(call)
  return {
    request,
    allocation: await done(call('POST /payout-request-allocations', { body: allocationOf(request.id) })),
  }
}

/** A batch of so many approved requests. */
export async function newBatch(call: Call, count = 1): Promise<any> {
  const requests = await Promise.all(Array.from({ length: count }, () => approvedRequest(call)))
  return done(
    call('POST /payout-request-batches', { body: { payoutRequestIds: requests.map(({ id }) => id) } }),
  )
}
