import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import { type OperationId, showsRateLimit } from '../../shared/contracts/operations.ts'
import { RATE_LIMIT_DETAIL } from '../../shared/contracts/problems.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { AuthorizerContext } from './caller.ts'

interface Exchange {
  readonly event: APIGatewayProxyEvent
  response: APIGatewayProxyResult | null | undefined
}

/** The authorizer counts and cannot answer 429 itself: being over the limit arrives in its context (rules §1). */
export const rateLimit = (operation: OperationId) => ({
  before: ({ event }: Exchange): void => {
    const { rateExceeded, rateReset } = AuthorizerContext.parse(event.requestContext.authorizer)
    if (rateExceeded === 'true')
      throw new Refusal('rate-limit-exceeded', { detail: RATE_LIMIT_DETAIL, retryAt: rateReset ?? 0 })
  },
  after: ({ event, response }: Exchange): void => {
    const { rateLimit, rateRemaining } = AuthorizerContext.parse(event.requestContext.authorizer)
    if (!response || !showsRateLimit(operation) || rateLimit === undefined || rateRemaining === undefined)
      return
    response.headers = {
      ...response.headers,
      'X-RateLimit-Limit': rateLimit,
      'X-RateLimit-Remaining': rateRemaining,
    }
  },
})
