import { PayoutRequestRepresentation } from '../../shared/contracts/payout-request.ts'
import { PayoutRequestCancellation } from '../../shared/contracts/payout-request-moves.ts'
import { cancelRequest } from '../../shared/domain/payout-request-changes.ts'
import { located } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { changePayoutRequest } from './changing.ts'

// POST /payout-requests/{id}/cancel
// What PATCH does with the status canceled, as older clients ask for it; whoever does not say who cancels is the customer.
export const handler = apiOperation({
  operationId: 'PostPayoutRequestCancellation',
  body: PayoutRequestCancellation,
  answers: { 200: PayoutRequestRepresentation },

  perform(call, desk) {
    const { canceledBy, description = null } = call.body
    const patch = { canceledBy, cancellationDescription: description }
    return changePayoutRequest(call, desk, (request, stamp) => cancelRequest(request, patch, stamp), located)
  },
})
