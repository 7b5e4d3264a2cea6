import type { APIGatewayProxyEvent, Context } from 'aws-lambda'
import type { OperationId } from '../../shared/contracts/operations.ts'
import { log } from '../../shared/runtime/log.ts'

interface Exchange {
  readonly event: APIGatewayProxyEvent
  readonly context: Context
}

/** Every line of a call names the call. */
export const logContext = (operation: OperationId) => ({
  before: ({ event }: Exchange): void => {
    log.resetKeys()
    log.appendKeys({
      operation,
      requestId: event.requestContext.requestId,
      organization: event.requestContext.authorizer?.organizationId as unknown,
    })
  },
})
