import {
  type AttributeValue,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { Item } from '../../../shared/repository/client.ts'
import type { Action } from './actions.ts'
import type { WriteCall } from './calls.ts'

/** What the SDK would say when conditions of this write do not hold; items arrive un-unmarshalled. */
export function refusal(call: WriteCall, found: readonly (Item | undefined)[]): Error {
  const reasons = call.actions.map((action, i) => reason(action, found[i]))
  const common = { message: 'refused', $metadata: {} }
  return withoutStack(() =>
    call.isTransaction
      ? new TransactionCanceledException({ ...common, CancellationReasons: reasons })
      : new ConditionalCheckFailedException({
          ...common,
          ...(reasons[0]?.Item && { Item: reasons[0].Item }),
        }),
  )
}

interface Reason {
  readonly Code: string
  readonly Item?: Record<string, AttributeValue>
}

function reason(action: Action, found: Item | undefined): Reason {
  if (action.test(found)) return { Code: 'None' }
  const told = action.returnsOld && found ? { Item: marshalled(found) } : {}
  return { Code: 'ConditionalCheckFailed', ...told }
}

/** An item is marshalled once, however many histories find it. */
function marshalled(item: Item): Record<string, AttributeValue> {
  const known = MARSHALLED.get(item) ?? marshall(item)
  MARSHALLED.set(item, known)
  return known
}

const MARSHALLED = new WeakMap<Item, Record<string, AttributeValue>>()

/** The SDK has repeated the call and has no answer: what was sent may have been written or not. */
export function noAnswer(): Error {
  const error = withoutStack(() => new Error('The call had no answer.'))
  error.name = 'TimeoutError'
  return error
}

/** A third of the time goes into stack traces that nobody reads. */
function withoutStack(make: () => Error): Error {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  try {
    return make()
  } finally {
    Error.stackTraceLimit = limit
  }
}
