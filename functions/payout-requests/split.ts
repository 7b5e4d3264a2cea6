import { PayoutRequestSplit, splitAskOf } from '../../shared/contracts/payout-request-moves.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { NewRequests, splitAgain, splitPayoutRequest } from './splitting.ts'

// POST /payout-requests/{id}/split
// What POST /payout-request-splits does, as older clients ask for it.
export const handler = apiOperation({
  operationId: 'PostPayoutRequestSplitLegacy',
  body: PayoutRequestSplit,
  answers: { 201: NewRequests },

  perform: (call, desk) => splitPayoutRequest(call, desk, { id: call.id, ask: splitAskOf(call.body) }),

  replay: (given, _, desk) => splitAgain(given, desk),
})
