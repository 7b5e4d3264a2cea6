import {
  askOf,
  NewPayoutRequest,
  newlyAsked,
  PayoutRequestRepresentation,
  representPayoutRequest,
} from '../../shared/contracts/payout-request.ts'
import { requestPayout } from '../../shared/domain/payout-request-changes.ts'
import { keepNewRequest } from '../../shared/repository/payout-requests.ts'
import { created } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { initialStatus, refuseUnknownInstrument } from './asking.ts'

// POST /payout-requests
// A customer asks for money: the request is ready for review, or pending where the website lets it ripen first.
export const handler = apiOperation({
  operationId: 'PostPayoutRequest',
  body: NewPayoutRequest,
  answers: { 201: PayoutRequestRepresentation },

  async perform({ body, caller, linkTo }, { table, clock, ids, remember }) {
    const ask = askOf(body)
    const [status] = await Promise.all([initialStatus(table, ask), refuseUnknownInstrument(table, ask)])

    const stamp = { by: caller.userId, at: clock.now().toISOString() }
    const request = requestPayout(ids.nextPayoutRequest(), ask, status, stamp)

    const answer = created(representPayoutRequest(newlyAsked(request), linkTo), request.version)

    await keepNewRequest(table, request, remember(answer))

    return answer
  },
})
