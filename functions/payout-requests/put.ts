import {
  askOf,
  NewPayoutRequest,
  newlyAsked,
  PayoutRequestRepresentation,
  representPayoutRequest,
} from '../../shared/contracts/payout-request.ts'
import { OWN_PAYOUT_REQUEST_ID_LENGTH_LIMIT } from '../../shared/domain/identifiers.ts'
import { replaceAsk, requestPayout } from '../../shared/domain/payout-request-changes.ts'
import { refuseInvalid } from '../../shared/domain/refusal.ts'
import { viewOf } from '../../shared/repository/payout-request-views.ts'
import {
  findRequestWithAllocations,
  keepNewRequest,
  keepRequestChange,
} from '../../shared/repository/payout-requests.ts'
import { created, ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { demandUsableId } from '../entry/own-id.ts'
import { initialStatus, refuseUnknownInstrument } from './asking.ts'

// PUT /payout-requests/{id}
// Creates a request under the caller's own id, or changes what may still be changed of it (rules §2).
export const handler = apiOperation({
  operationId: 'PutPayoutRequest',
  body: NewPayoutRequest,
  answers: { 200: PayoutRequestRepresentation, 201: PayoutRequestRepresentation },

  async perform({ id, body, caller, linkTo, demandVersion }, { table, clock, remember }) {
    demandUsableId(id)
    demandRoomForAllocations(id)
    const ask = askOf(body)
    const stamp = { by: caller.userId, at: clock.now().toISOString() }
    const found = await findRequestWithAllocations(table, id)

    demandVersion(found?.request.version)
    if (!found) {
      const [status] = await Promise.all([initialStatus(table, ask), refuseUnknownInstrument(table, ask)])
      const request = requestPayout(id, ask, status, stamp)
      const answer = created(representPayoutRequest(newlyAsked(request), linkTo), request.version)
      await keepNewRequest(table, request, remember(answer))
      return answer
    }

    const request = replaceAsk(found.request, ask, stamp)
    if (request.paymentInstrumentId !== found.request.paymentInstrumentId)
      await refuseUnknownInstrument(table, ask)
    const view = await viewOf(table, { ...found, request })
    const answer = ok(representPayoutRequest(view, linkTo), request.version)
    await keepRequestChange(table, found.request, request, remember(answer))
    return answer
  },
})

/** An allocation's id carries its request's: that leaves 43 characters (design §4). */
function demandRoomForAllocations(id: string): void {
  const message = `must have at most ${OWN_PAYOUT_REQUEST_ID_LENGTH_LIMIT} characters`
  refuseInvalid(id.length > OWN_PAYOUT_REQUEST_ID_LENGTH_LIMIT ? [{ field: 'id', message }] : [])
}
