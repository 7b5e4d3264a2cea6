import type { Currency } from './currency.ts'
import type { Minor } from './money.ts'
import {
  type BlockReason,
  type Canceler,
  type ChangeAction,
  demandTransition,
  isFinal,
  type PayoutRequest,
  type PayoutRequestStatus,
  type SETTABLE_STATUSES,
  type SplitReason,
} from './payout-request.ts'
import { modified, movingAction, UNBLOCKED } from './payout-request-actions.ts'
import type { InvalidField } from './refusal.ts'
import { Refusal, refuseInvalid } from './refusal.ts'

/** Who changes something, and when. */
export interface Stamp {
  readonly by: string
  readonly at: string
}

/** What a customer asks for. */
export interface PayoutAsk {
  readonly websiteId: string
  readonly customerId: string
  readonly currency: Currency
  readonly amountMinor: Minor
  readonly paymentInstrumentId: string | null
  readonly description: string | null
  readonly selectedPaymentInstrumentRedirectUrl: string | null
  readonly blocked: boolean
  readonly blockReason: BlockReason | null
  readonly splitReason: SplitReason | null
}

export interface PayoutRequestPatch {
  readonly status?: (typeof SETTABLE_STATUSES)[number]
  readonly canceledBy?: Canceler
  readonly cancellationDescription?: string | null
  readonly description?: string | null
  readonly blocked?: boolean
  readonly blockReason?: BlockReason | null
  readonly blockDescription?: string | null
}

/** A new request: ready, or pending where the website makes requests ready by itself (rules §2). */
export const requestPayout = (
  id: string,
  ask: PayoutAsk,
  status: Extract<PayoutRequestStatus, 'ready' | 'pending'>,
  { by, at }: Stamp,
): PayoutRequest => ({
  ...ask,
  id,
  unallocatedMinor: ask.amountMinor,
  paidMinor: 0n,
  status,
  splitFromPayoutRequestId: null,
  pendingSince: status === 'pending' ? at : null,
  cancellation: null,
  allocationCount: 0,
  claim: null,
  lastChange: { by, at, actions: [{ type: 'payout-request-created', message: 'Payout request created' }] },
  version: 1,
  createdTime: at,
  updatedTime: at,
})

/** PUT on a request that is there (rules §2): money and owner are immutable, status and blocks are PATCH's. */
export function replaceAsk(request: PayoutRequest, ask: PayoutAsk, stamp: Stamp): PayoutRequest {
  refuseInvalid(IMMUTABLE.filter((field) => ask[field] !== request[field]).map(immutable))
  const choice = {
    paymentInstrumentId: ask.paymentInstrumentId,
    selectedPaymentInstrumentRedirectUrl: ask.selectedPaymentInstrumentRedirectUrl,
  }
  const sameChoice =
    choice.paymentInstrumentId === request.paymentInstrumentId &&
    choice.selectedPaymentInstrumentRedirectUrl === request.selectedPaymentInstrumentRedirectUrl
  if (!sameChoice && !['pending', 'ready', 'approved'].includes(request.status))
    throw new Refusal('not-changeable', {
      detail: `The payout request is ${request.status}: its payment instrument and redirect URL can no longer be changed.`,
    })
  if (sameChoice && ask.description === request.description) return request
  const actions = [
    ...(sameChoice ? [] : [modified('Payment instrument or redirect URL changed')]),
    ...(ask.description === request.description ? [] : [modified('Description changed')]),
  ]
  return changed(request, { ...choice, description: ask.description }, actions, stamp)
}

/** PATCH (rules §2): `blocked` is applied first, then `status` is judged against the result. */
export function changeRequest(
  request: PayoutRequest,
  patch: PayoutRequestPatch,
  stamp: Stamp,
): PayoutRequest {
  const blocking = applyBlock(request, patch)
  const moving =
    patch.status === undefined
      ? UNCHANGED
      : applyStatus({ ...request, ...blocking.fields }, patch.status, { patch, at: stamp.at })
  const describing =
    patch.description === undefined || patch.description === request.description
      ? UNCHANGED
      : { fields: { description: patch.description }, actions: [modified('Description changed')] }
  const steps = [blocking, moving, describing].filter((step) => step !== UNCHANGED)
  if (steps.length === 0) return request
  return changed(
    request,
    Object.assign({}, ...steps.map((step) => step.fields)) as Partial<PayoutRequest>,
    steps.flatMap((step) => step.actions),
    stamp,
  )
}

/** What PATCH does with the status `canceled`, and no more. */
export function cancelRequest(
  request: PayoutRequest,
  patch: Pick<PayoutRequestPatch, 'canceledBy' | 'cancellationDescription'>,
  stamp: Stamp,
): PayoutRequest {
  const { fields, actions } = applyStatus(request, 'canceled', { patch, at: stamp.at })
  return changed(request, fields, actions, stamp)
}

interface Step {
  readonly fields: Partial<PayoutRequest>
  readonly actions: readonly ChangeAction[]
}

const UNCHANGED: Step = { fields: {}, actions: [] }

const IMMUTABLE = ['customerId', 'websiteId', 'currency', 'amountMinor'] as const

const immutable = (field: (typeof IMMUTABLE)[number]): InvalidField => ({
  field: field === 'amountMinor' ? 'amount' : field,
  message: 'is immutable: cancel the payout request and ask again',
})

function applyBlock(request: PayoutRequest, patch: PayoutRequestPatch): Step {
  if (patch.blocked === undefined) return UNCHANGED
  if (isFinal(request.status))
    throw new Refusal('not-blockable', {
      detail: `A payout request that is ${request.status} can be neither blocked nor unblocked.`,
    })
  const blockReason = patch.blocked ? (patch.blockReason ?? request.blockReason) : null
  if (patch.blocked === request.blocked && blockReason === request.blockReason) return UNCHANGED
  if (!patch.blocked) return { fields: { blocked: false, blockReason }, actions: [UNBLOCKED] }
  const message = ['Blocked', blockReason, patch.blockDescription].filter(Boolean).join(': ')
  return {
    fields: { blocked: true, blockReason },
    actions: [{ type: 'payout-request-blocked', message }],
  }
}

function applyStatus(
  request: PayoutRequest,
  to: (typeof SETTABLE_STATUSES)[number],
  { patch, at }: { readonly patch: PayoutRequestPatch; readonly at: string },
): Step {
  demandTransition(request, to)
  demandNothingSetAside(request, to)
  const cancellation =
    to === 'canceled' && patch.canceledBy !== undefined
      ? { canceledBy: patch.canceledBy, description: patch.cancellationDescription ?? null }
      : null
  return {
    fields: { status: to, pendingSince: to === 'pending' ? at : null, ...(cancellation && { cancellation }) },
    actions: [movingAction(request.status, to, patch.cancellationDescription)],
  }
}

/** in-progress → approved needs every allocation given back; → canceled needs none under way (what is paid stays paid). */
function demandNothingSetAside(request: PayoutRequest, to: PayoutRequestStatus): void {
  const setAside = request.amountMinor - request.unallocatedMinor
  const underWay = setAside - request.paidMinor
  const allowed = underWay > 0n ? ['fulfilled'] : ['canceled', 'fulfilled']
  if ((to === 'approved' && setAside > 0n) || (to === 'canceled' && underWay > 0n))
    throw new Refusal('transition-not-allowed', {
      detail: `Allocations of the payout request stand in the way: cancel them before it becomes ${to}.`,
      members: { from: request.status, to, allowed },
    })
}

export const changed = (
  request: PayoutRequest,
  fields: Partial<PayoutRequest>,
  actions: readonly ChangeAction[],
  { by, at }: Stamp,
): PayoutRequest => ({
  ...request,
  ...fields,
  lastChange: { by, at, actions },
  version: request.version + 1,
  updatedTime: at,
})
