import { NewPayoutRequestSplit, splitAskOf } from '../../shared/contracts/payout-request-moves.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { NewRequests, splitAgain, splitPayoutRequest } from '../payout-requests/splitting.ts'

// POST /payout-request-splits
// Replaces a payout request by 2 to 100 new ones that add up to its amount: all of them, whoever crashes (rules §2).
export const handler = apiOperation({
  operationId: 'PostPayoutRequestSplit',
  body: NewPayoutRequestSplit,
  answers: { 201: NewRequests },

  perform: (call, desk) =>
    splitPayoutRequest(call, desk, { id: call.body.payoutRequestId, ask: splitAskOf(call.body) }),

  replay: (given, _, desk) => splitAgain(given, desk),
})
