import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda'
import { BASE_PATH, OPERATIONS, type OperationId } from '../../shared/contracts/operations.ts'

/** The operation that a call asks for, by the route that API Gateway found: a path's values cannot pretend another. */
export const operationOf = (
  event: Pick<APIGatewayRequestAuthorizerEvent, 'httpMethod' | 'requestContext'>,
): OperationId | undefined => BY_ROUTE.get(`${event.httpMethod} ${event.requestContext.resourcePath}`)

const BY_ROUTE = new Map(
  Object.keys(OPERATIONS)
    .filter(isOperation)
    .map((operation) => [OPERATIONS[operation].replace(' ', ` ${BASE_PATH}`), operation]),
)

function isOperation(name: string): name is OperationId {
  return Object.hasOwn(OPERATIONS, name)
}
