import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import type { OperationId } from '../../shared/contracts/operations.ts'
import { PROBLEMS, type Problem, type ProblemReason, problemType } from '../../shared/contracts/problems.ts'
import { Refusal, type RefusalDetails } from '../../shared/domain/refusal.ts'
import { log } from '../../shared/runtime/log.ts'

interface Exchange {
  readonly event: APIGatewayProxyEvent
  readonly error: Error | null | undefined
  response: APIGatewayProxyResult | null | undefined
}

/** Turns refusals into problem documents; a fault shows its request id and nothing of its inside. */
export const problemAnswers = (operation: OperationId) => ({
  onError: (exchange: Exchange): void => {
    const { error, event } = exchange
    const requestId = event.requestContext.requestId
    if (error instanceof Refusal) {
      exchange.response = problemAnswer(operation, requestId, error.reason, error.details)
      return
    }
    log.error('The call failed', { error })
    exchange.response = problemAnswer(operation, requestId, 'internal', {
      detail: `Something went wrong on our side. Name the request id ${requestId} when you report it.`,
    })
  },
})

function problemAnswer(
  operation: OperationId,
  requestId: string,
  reason: ProblemReason,
  details: RefusalDetails,
): APIGatewayProxyResult {
  const [status, title] = PROBLEMS[reason]
  const { detail, invalidFields, members } = details
  const problem: Problem = {
    ...members, // first: a member never replaces what every problem has
    type: problemType(reason),
    title,
    status,
    detail: detail ?? detailOf(invalidFields) ?? title,
    ...(hasInstance(operation, status) && { instance: `urn:uuid:${requestId}` }),
    ...(invalidFields && { invalidFields }),
  }
  return {
    statusCode: status,
    headers: { 'Content-Type': 'application/json', ...retryHeaders(details) },
    body: JSON.stringify(problem),
  }
}

function retryHeaders({ retryAfterSeconds, retryAt }: RefusalDetails): Record<string, string> {
  if (retryAt !== undefined)
    return {
      'X-RateLimit-Retry-After': String(retryAt),
      'Retry-After': String(Math.max(1, retryAt - Math.floor(Date.now() / 1000))),
    }
  return retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }
}

const detailOf = (invalidFields: RefusalDetails['invalidFields']): string | undefined =>
  invalidFields
    ?.map(({ field, message }) => `${field || 'The body'} ${message}`)
    .slice(0, 3)
    .join('; ')

/** Its seed document shows no `instance` on the 400 of batch creation. */
const hasInstance = (operation: OperationId, status: number): boolean =>
  !(operation === 'PostPayoutRequestBatch' && status === 400)
