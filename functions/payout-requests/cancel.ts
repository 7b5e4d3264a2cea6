import { PayoutRequestRepresentation } from '../../shared/contracts/payout-request.ts'
import { PayoutRequestCancellation } from '../../shared/contracts/payout-request-moves.ts'
import { located } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { changePayoutRequest } from './changing.ts'

// POST /payout-requests/{id}/cancel
// What PATCH does with the status canceled, as older clients ask for it; whoever does not say who cancels is the customer.
export const handler = apiOperation({
  operationId: 'PostPayoutRequestCancellation',
  body: PayoutRequestCancellation,
  answers: { 200: PayoutRequestRepresentation },

  perform: (call, desk) =>
    changePayoutRequest(
      call,
      desk,
      {
        status: 'canceled',
        canceledBy: call.body.canceledBy,
        cancellationDescription: call.body.description ?? null,
      },
      located,
    ),
})
