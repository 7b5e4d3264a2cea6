import { PayoutRequestPatchBody, PayoutRequestRepresentation } from '../../shared/contracts/payout-request.ts'
import { changeRequest } from '../../shared/domain/payout-request-changes.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { changePayoutRequest } from './changing.ts'

// PATCH /payout-requests/{id}
// Moves a request along its statuses, blocks or unblocks it, changes its description (rules §2).
export const handler = apiOperation({
  operationId: 'PatchPayoutRequest',
  body: PayoutRequestPatchBody,
  answers: { 200: PayoutRequestRepresentation },

  perform: (call, desk) =>
    changePayoutRequest(call, desk, (request, stamp) => changeRequest(request, call.body, stamp)),
})
