import { ALLOCATIONS_PER_REQUEST_LIMIT, type Allocation } from './allocation.ts'
import { reasonsAgainst, type ServingReason } from './auto-allocation/serving.ts'
import { type CustomerProfile, exposureOf, exposureOn, type PaymentInstrument } from './customer.ts'
import type { PayoutGateway } from './gateway-account.ts'
import { allocationId } from './identifiers.ts'
import { decimalFromMinor, type Minor, minorFromDecimal, sumOf } from './money.ts'
import { ALLOCATABLE_STATUSES, type PayoutRequest } from './payout-request.ts'
import type { Stamp } from './payout-request-changes.ts'
import { type InvalidField, Refusal, refuseInvalid } from './refusal.ts'

/** What a person asks for: amount in units of the request's currency. */
export interface LegAsk {
  readonly paymentInstrumentId: string
  readonly gatewayAccountId: string
  readonly amount: number
}

/** A leg that was decided on, by a person or by the auto-allocation. */
export interface DecidedLeg {
  readonly instrument: PaymentInstrument
  readonly gateway: PayoutGateway
  readonly amountMinor: Minor
  /** The pair's exposure just before. */
  readonly exposureMinor: Minor
  /** The cap of the account that bounds it; null for a person's leg, which no cap does. */
  readonly capSince: number | null
}

export interface SetAside {
  readonly request: PayoutRequest
  readonly allocations: readonly Allocation[]
}

/** A manual allocation (rules §1, §4.8): its only capacity check is the request's own amount. */
export function allocate(
  request: PayoutRequest,
  { customer, gateway, ask }: { customer: CustomerProfile; gateway: PayoutGateway | undefined; ask: LegAsk },
  stamp: Stamp,
): SetAside {
  demandAllocatable(request)
  const instrument = customer.instruments.find(({ id }) => id === ask.paymentInstrumentId)
  const amountMinor = minorFromDecimal(ask.amount, request.currency)
  const available = decimalFromMinor(request.unallocatedMinor, request.currency)
  const tooMuch = typeof amountMinor === 'bigint' && amountMinor > request.unallocatedMinor
  const problems = [
    ...(typeof amountMinor === 'bigint'
      ? []
      : [problem('amount', `cannot be expressed in ${request.currency}`)]),
    ...(tooMuch
      ? [problem('amount', `is more than the ${available} ${request.currency} that are available`)]
      : []),
    ...pairProblems(instrument, gateway, request.currency),
  ]
  refuseInvalid(problems, tooMuch ? { availableAmount: Number(available) } : undefined)
  if (typeof amountMinor !== 'bigint' || !instrument || !gateway)
    throw new Error('A refused allocation went on.')
  const exposureMinor = exposureOf(exposureOn(customer, instrument.id, gateway.id))
  const leg = { instrument, gateway, amountMinor, exposureMinor, capSince: null }
  return setAside(request, [leg], { stamp, runId: null })
}

/** The allocations of these legs and the request as it is with them: one more number each, status in-progress. */
export function setAside(
  request: PayoutRequest,
  legs: readonly DecidedLeg[],
  { stamp, runId }: { readonly stamp: Stamp; readonly runId: string | null },
): SetAside {
  const { by, at } = stamp
  const message = `Allocated to ${legs.length === 1 ? '1 payment instrument' : `${legs.length} payment instruments`}`
  return {
    request: {
      ...request,
      status: 'in-progress',
      unallocatedMinor: request.unallocatedMinor - sumOf(legs.map((leg) => leg.amountMinor)),
      allocationCount: request.allocationCount + legs.length,
      lastChange: { by, at, actions: [{ type: 'payout-request-allocated', message }] },
      version: request.version + 1,
      updatedTime: at,
    },
    allocations: legs.map(({ instrument, gateway, amountMinor, exposureMinor, capSince }, i) => ({
      id: allocationId(request.id, request.allocationCount + 1 + i),
      payoutRequestId: request.id,
      number: request.allocationCount + 1 + i,
      customerId: request.customerId,
      paymentInstrumentId: instrument.id,
      paymentMethod: instrument.method,
      gatewayAccountId: gateway.id,
      gatewayName: gateway.gatewayName,
      gatewayPayoutInstruction: gateway.readyToPayoutInstruction,
      currency: request.currency,
      amountMinor,
      exposureMinor,
      capSince,
      status: 'pending',
      runId,
      transactionId: null,
      transactionResult: null,
      transactionStatus: null,
      lastChange: { by, at, actions: [] },
      version: 1,
      createdTime: at,
      updatedTime: at,
    })),
  }
}

/** Refuses a request that is in the wrong status, blocked, or has nothing left to allocate (rules §1). */
export function demandAllocatable(request: PayoutRequest): void {
  if (!ALLOCATABLE_STATUSES.some((status) => status === request.status))
    throw new Refusal('not-allocatable', {
      detail: `Only a payout request that is approved or in-progress can be allocated; this one is ${request.status}.`,
      members: { payoutRequestStatus: request.status },
    })
  refuseWhileBlocked(request)
  if (request.unallocatedMinor === 0n)
    throw new Refusal('nothing-unallocated', {
      detail: 'The whole amount of the payout request is allocated.',
    })
  if (request.allocationCount >= ALLOCATIONS_PER_REQUEST_LIMIT)
    throw new Refusal('allocation-limit', {
      detail: `A payout request has at most ${ALLOCATIONS_PER_REQUEST_LIMIT} allocations.`,
    })
}

export function refuseWhileBlocked(request: PayoutRequest): void {
  if (request.blocked)
    throw new Refusal('blocked', { detail: 'The payout request is blocked: unblock it first.' })
}

/** What a person may not overrule either (rules §4.8); downtime, limits and cover they may. */
function pairProblems(
  instrument: PaymentInstrument | undefined,
  gateway: PayoutGateway | undefined,
  currency: string,
): InvalidField[] {
  if (!instrument || !gateway)
    return [
      ...(instrument ? [] : [problem('paymentInstrumentId', 'is not a payment instrument of this customer')]),
      ...(gateway ? [] : [problem('gatewayAccountId', 'is not a gateway account here')]),
    ]
  const messages: Readonly<Record<ServingReason, InvalidField | null>> = {
    'instrument-inactive': problem('paymentInstrumentId', `is ${instrument.status}, not active`),
    'card-not-payoutable': null,
    'gateway-inactive': problem('gatewayAccountId', `is ${gateway.status}, not active`),
    'gateway-down': null,
    'gateway-pays-nothing': problem('gatewayAccountId', 'has the payout instruction none'),
    'method-mismatch': problem('gatewayAccountId', `pays to ${gateway.method} only`),
    'card-scheme-not-accepted': problem('gatewayAccountId', `does not accept ${instrument.card?.brand}`),
    'currency-not-accepted': problem('gatewayAccountId', `does not accept ${currency}`),
  }
  return reasonsAgainst(instrument, gateway, currency).flatMap((reason) => messages[reason] ?? [])
}

const problem = (field: string, message: string): InvalidField => ({ field, message })
