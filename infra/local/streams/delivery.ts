import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import type { Lambdas } from '../lambda/lambdas.ts'
import type { StreamMapping } from '../template/event-sources.ts'
import type { StreamRecord } from './dynamodb-stream.ts'

export interface DeliveryParts {
  readonly lambdas: Lambdas
  /** What becomes of records that the function would not take. */
  readonly giveUp: (lost: LostRecords) => Promise<void>
  readonly stopped: () => boolean
}

export interface LostRecords {
  readonly records: readonly StreamRecord[]
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded'
  readonly invocations: number
}

/**
 * Gives records to the function until it has taken each or is given up on: from the first failed one on where it
 * reports that, in halves where the mapping bisects, and no more often than the mapping says.
 */
export async function deliver(
  records: readonly StreamRecord[],
  mapping: StreamMapping,
  parts: DeliveryParts,
  failures = 0,
): Promise<void> {
  if (records.length === 0 || parts.stopped()) return
  const taken = await invoke(records, mapping, parts)
  const rest = records.slice(taken)
  if (rest.length === 0) return
  const failed = taken > 0 ? 1 : failures + 1
  if (rest.length > 1 && mapping.bisects) {
    const half = Math.ceil(rest.length / 2)
    await pause(backoffMs(failed))
    await deliver(rest.slice(0, half), mapping, parts, failures)
    return deliver(rest.slice(half), mapping, parts, failures)
  }
  if (mapping.retryLimit >= 0 && failed > mapping.retryLimit) {
    return parts.giveUp({ records: rest, condition: 'RetryAttemptsExhausted', invocations: failed })
  }
  if (mapping.ageLimitSeconds >= 0 && isTooOld(rest, mapping.ageLimitSeconds)) {
    return parts.giveUp({ records: rest, condition: 'RecordAgeExceeded', invocations: failed })
  }
  await pause(backoffMs(failed))
  return deliver(rest, mapping, parts, failed)
}

/** AWS waits longer; what matters is that it tries again. */
const backoffMs = (failures: number): number => Math.min(1000, 25 * 2 ** failures)

function isTooOld(records: readonly StreamRecord[], limitSeconds: number): boolean {
  const oldest = Math.min(...records.map(({ createdAt }) => createdAt))
  return Date.now() - oldest > limitSeconds * 1000
}

/** How many of the records, from the first, the function took. */
async function invoke(
  records: readonly StreamRecord[],
  mapping: StreamMapping,
  { lambdas }: DeliveryParts,
): Promise<number> {
  const event = JSON.stringify({ Records: records.map(({ record }) => record) })
  const result = await lambdas.invoke(mapping.functionName, event)
  if ('error' in result) return 0
  if (!mapping.reportsItemFailures) return records.length
  const answer = BatchAnswer.safeParse(JSON.parse(result.payload))
  if (!answer.success) return 0
  const failed = (answer.data?.batchItemFailures ?? []).map(({ itemIdentifier }) =>
    records.findIndex(({ sequenceNumber }) => sequenceNumber === itemIdentifier),
  )
  return failed.length === 0 ? records.length : Math.max(0, Math.min(...failed))
}

/** No list, or an empty one, is a whole success; an identifier that is not one of the records, a whole failure. */
const BatchAnswer = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish() })
  .nullable()
