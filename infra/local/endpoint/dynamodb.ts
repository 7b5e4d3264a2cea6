import { type JsonObject, parseObject, textAt } from '../json.ts'
import { type Answer, type Call, type Service } from './call.ts'
import { unitsOf, WRITES } from './consumed-capacity.ts'
import type { Counts } from './counts.ts'
import type { DynamoDbClient } from './dynamodb-client.ts'
import { halved, refuseStruck } from './dynamodb-faults.ts'
import type { FrozenIndexes } from './frozen-indexes.ts'

export interface DynamoDbParts {
  readonly client: DynamoDbClient
  readonly counts: Counts
  readonly frozenIndexes: FrozenIndexes
  /** Called after each write that was done. */
  readonly onWrite: () => void
}

/** Passes calls on, counts the units they consume, and plays the faults that strike them. */
export function dynamoDbService(parts: DynamoDbParts): Service {
  return async (call) => {
    refuseStruck(call.operation, call.body, call.faults)
    const { sent, left } = prepared(call, parts.frozenIndexes)
    const answer = await parts.client.send(`DynamoDB_20120810.${call.operation}`, sent)
    if (answer.status !== 200) return answer
    if (WRITES.has(call.operation)) parts.onWrite()
    return MEASURED.has(call.operation) ? measured(call, answer, parts.counts, left) : answer
  }
}

const MEASURED = new Set([...WRITES, 'GetItem', 'Query', 'Scan', 'BatchGetItem', 'TransactGetItems'])

/** The body with the question for consumed capacity in it, spliced into the text where nothing else changes. */
function prepared(call: Call, frozen: FrozenIndexes): { sent: string; left?: JsonObject } {
  if (!MEASURED.has(call.operation)) return { sent: call.text }
  const table = textAt(call.body, 'TableName')
  const copy =
    textAt(call.body, 'IndexName') === undefined || table === undefined ? undefined : frozen.copyOf(table)
  const asked = textAt(call.body, 'ReturnConsumedCapacity')
  if (call.faults.has('unprocessed')) {
    const { done, left } = halved(call.operation, call.body)
    return { sent: JSON.stringify({ ...done, ReturnConsumedCapacity: 'INDEXES' }), left }
  }
  if (copy !== undefined || asked !== undefined) {
    const table = copy === undefined ? {} : { TableName: copy }
    return { sent: JSON.stringify({ ...call.body, ...table, ReturnConsumedCapacity: 'INDEXES' }) }
  }
  return { sent: call.text.replace('{', '{"ReturnConsumedCapacity":"INDEXES",') }
}

function measured(call: Call, answer: Answer, counts: Counts, left: JsonObject | undefined): Answer {
  const body = parseObject(answer.body)
  if (body === undefined) return answer
  counts.addUnits(call.caller.name, unitsOf(call.operation, body))
  if (left !== undefined) {
    body[call.operation === 'BatchGetItem' ? 'UnprocessedKeys' : 'UnprocessedItems'] = left
  }
  const asked = textAt(call.body, 'ReturnConsumedCapacity') ?? 'NONE'
  if (asked === 'NONE') delete body['ConsumedCapacity']
  return { status: 200, body: JSON.stringify(body) }
}
