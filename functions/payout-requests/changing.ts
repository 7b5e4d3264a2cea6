import { representPayoutRequest } from '../../shared/contracts/payout-request.ts'
import type { PayoutRequest } from '../../shared/domain/payout-request.ts'
import type { Stamp } from '../../shared/domain/payout-request-changes.ts'
import { viewOf } from '../../shared/repository/payout-request-views.ts'
import { keepRequestChange, theRequestWithAllocations } from '../../shared/repository/payout-requests.ts'
import { type Answer, ok } from '../entry/answers.ts'
import type { Call, Desk } from '../entry/api-operation.ts'

type Shown = ReturnType<typeof representPayoutRequest>

/** Changes the request in the path as far as rules §2 allows, and shows it as it is then. */
export async function changePayoutRequest(
  { id, caller, linkTo, demandVersion }: Call<unknown>,
  { table, clock, remember }: Desk,
  change: (request: PayoutRequest, stamp: Stamp) => PayoutRequest,
  answerWith: (body: Shown, version: number) => Answer = ok,
): Promise<Answer> {
  const found = await theRequestWithAllocations(table, id)
  demandVersion(found.request.version)

  const request = change(found.request, { by: caller.userId, at: clock.now().toISOString() })

  const view = await viewOf(table, { ...found, request })
  const answer = answerWith(representPayoutRequest(view, linkTo), request.version)

  await keepRequestChange(table, found.request, request, remember(answer))

  return answer
}
