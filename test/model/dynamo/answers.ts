import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { Item } from '../../../shared/repository/client.ts'
import type { Action } from './actions.ts'
import type { WriteCall } from './calls.ts'

/** What the SDK would say when conditions of this write do not hold; items arrive un-unmarshalled. */
export function refusal(call: WriteCall, found: readonly (Item | undefined)[]): Error {
  const reasons = call.actions.map((action, i) => reason(action, found[i]))
  if (call.isTransaction)
    return new TransactionCanceledException({ message: 'canceled', $metadata: {}, CancellationReasons: reasons })
  const item = reasons[0] && 'Item' in reasons[0] ? { Item: reasons[0].Item } : {}
  return new ConditionalCheckFailedException({ message: 'refused', $metadata: {}, ...item })
}

function reason(action: Action, found: Item | undefined) {
  if (action.test(found)) return { Code: 'None' }
  return action.returnsOld && found
    ? { Code: 'ConditionalCheckFailed', Item: marshall(found) }
    : { Code: 'ConditionalCheckFailed' }
}

/** The SDK has repeated the call and has no answer: what was sent may have been written or not. */
export function noAnswer(): Error {
  const error = new Error('The call had no answer.')
  error.name = 'TimeoutError'
  return error
}
