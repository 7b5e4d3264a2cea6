import { isObject, type JsonObject, objectAt, objectsAt } from '../json.ts'
import { AwsError } from './aws-error.ts'
import type { FaultKind } from './faults.ts'

/** Throws what DynamoDB answers when one of these faults strikes. */
export function refuseStruck(operation: string, body: JsonObject, faults: ReadonlySet<FaultKind>): void {
  if (faults.has('throttling')) {
    throw new AwsError('ThrottlingException', 'Rate of requests exceeds the allowed throughput.')
  }
  if (faults.has('throttled-transaction')) throw cancelled(body, 'ThrottlingError', 'Throttled')
  if (faults.has('exceeded-transaction')) {
    throw cancelled(body, 'ProvisionedThroughputExceeded', 'The level of throughput was exceeded')
  }
  if (!faults.has('conflict')) return
  const message = 'Transaction is ongoing for the item'
  if (operation.startsWith('Transact')) throw cancelled(body, 'TransactionConflict', message)
  throw new AwsError(`${TYPE_PREFIX}TransactionConflictException`, message)
}

const TYPE_PREFIX = 'com.amazonaws.dynamodb.v20120810#'

/** The last item is the one to blame: code that looks only at the first reason is found out. */
function cancelled(body: JsonObject, code: string, message: string): AwsError {
  const items = objectsAt(body, 'TransactItems')
  const reasons = items.map((_, index) =>
    index === items.length - 1 ? { Code: code, Message: message } : { Code: 'None' },
  )
  const codes = reasons.map((reason) => reason.Code).join(', ')
  return new AwsError(
    `${TYPE_PREFIX}TransactionCanceledException`,
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  )
}

export interface PartialBatch {
  readonly done: JsonObject
  readonly left: JsonObject
}

/** The first half of a batch, rounded up, to be done, and what DynamoDB will say it left. */
export function halved(operation: string, body: JsonObject): PartialBatch {
  const tables = Object.entries(objectAt(body, 'RequestItems'))
  const done: JsonObject = {}
  const left: JsonObject = {}
  for (const [table, part] of tables) {
    const items = operation === 'BatchGetItem' && isObject(part) ? part['Keys'] : part
    if (!Array.isArray(items)) continue
    const whole = Math.ceil(items.length / 2)
    const as = (some: unknown[]) => (isObject(part) ? { ...part, Keys: some } : some)
    if (whole > 0) done[table] = as(items.slice(0, whole))
    if (whole < items.length) left[table] = as(items.slice(whole))
  }
  return { done: { ...body, RequestItems: done }, left }
}
