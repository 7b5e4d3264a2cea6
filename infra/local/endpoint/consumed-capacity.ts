import { isObject, type JsonObject } from '../json.ts'
import type { Units } from './counts.ts'

/** The units of an answer's `ConsumedCapacity` (asked for with INDEXES). DynamoDB reports none for what it refused. */
export function unitsOf(operation: string, answer: JsonObject): Partial<Units> {
  const consumed = answer['ConsumedCapacity']
  const parts = (Array.isArray(consumed) ? consumed : [consumed]).filter(isObject)
  if (!WRITES.has(operation)) return { readUnits: sum(parts.map(unitsIn)) }
  return {
    tableWriteUnits: sum(parts.map((part) => unitsIn(part['Table']))),
    indexWriteUnits: sum(parts.flatMap(indexesOf).map(unitsIn)),
  }
}

export const WRITES: ReadonlySet<string> = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
])

function indexesOf(part: JsonObject): unknown[] {
  const indexes = part['GlobalSecondaryIndexes']
  return isObject(indexes) ? Object.values(indexes) : []
}

function unitsIn(part: unknown): number {
  const units = isObject(part) ? part['CapacityUnits'] : 0
  return typeof units === 'number' ? units : 0
}

const sum = (units: number[]): number => units.reduce((total, unit) => total + unit, 0)
