import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import type { Activity } from '../activity.ts'
import type { DynamoDbClient } from '../endpoint/dynamodb-client.ts'
import { DELIVER_RECORDS, type FaultPlan } from '../endpoint/faults.ts'
import { checkPattern, matchesPattern } from '../events/pattern.ts'
import { keptFile } from '../kept-file.ts'
import type { Lambdas } from '../lambda/lambdas.ts'
import type { StreamMapping } from '../template/event-sources.ts'
import type { TableDescription } from '../template/tables.ts'
import { startLoop, type WakeableLoop } from '../wakeable.ts'
import { deliver, type LostRecords } from './delivery.ts'
import { openStream, type Position, type StreamReader, type StreamRecord } from './dynamodb-stream.ts'
import { shaken } from './shaken-records.ts'

export interface StreamLoopsParts {
  readonly mappings: readonly StreamMapping[]
  readonly tables: readonly TableDescription[]
  readonly client: DynamoDbClient
  readonly lambdas: Lambdas
  readonly faults: FaultPlan
  readonly activity: Activity
  readonly dataDirectory: string | undefined
  readonly giveUp: (mapping: StreamMapping, lost: LostRecords) => Promise<void>
  readonly onError: (error: unknown) => void
}

/** One loop for each mapping of a stream to a function. */
export async function startStreamLoops(parts: StreamLoopsParts): Promise<WakeableLoop> {
  const loops = await Promise.all(parts.mappings.map((mapping) => startMapping(mapping, parts)))
  return {
    wake: () => loops.forEach((loop) => loop.wake()),
    stop: () => loops.forEach((loop) => loop.stop()),
  }
}

/** Every write that the endpoint sees wakes the loops at once; this is for writes that it does not see. */
const IDLE_MS = 1000

/** Writes come in bursts, and one invocation for several is cheaper. */
const GATHER_MS = 3

async function startMapping(mapping: StreamMapping, parts: StreamLoopsParts): Promise<WakeableLoop> {
  mapping.filters.forEach(checkPattern)
  const table = parts.tables.find(({ streamArn }) => streamArn === mapping.sourceArn)
  if (table === undefined) throw new Error(`No table has the stream ${mapping.sourceArn}`)
  const file = parts.dataDirectory && join(parts.dataDirectory, 'streams', `${mapping.id}.json`)
  const start: Position = mapping.startsAtOldest ? 'TRIM_HORIZON' : 'LATEST'
  const kept = await keptFile<Position>(file, PositionSchema, start)
  const reader = await openStream(parts.client, table, kept.value)
  let stopped = false
  let read: StreamRecord[] = []
  const work = async () => {
    // What could not be delivered for a fault of ours is tried again before anything else is read.
    if (read.length === 0) read = await nextRecords(reader, mapping)
    await deliverWanted(read, mapping, parts, () => stopped)
    const last = read.at(-1)
    if (last !== undefined && !stopped) await kept.keep(last.position)
    read = []
    return last !== undefined
  }
  const loop = startLoop(parts.activity, work, {
    idleMs: IDLE_MS,
    gatherMs: GATHER_MS,
    onError: parts.onError,
  })
  return {
    wake: () => loop.wake(),
    stop() {
      stopped = true
      loop.stop()
    },
  }
}

const PositionSchema: z.ZodType<Position> = z.union([
  z.literal(['TRIM_HORIZON', 'LATEST']),
  z.object({ after: z.string(), shardId: z.string() }),
])

/** As many as one answer of DynamoDB holds. */
const READ_LIMIT = 1000

/** Waits out the batching window as long as no batch is full, as AWS does. */
async function nextRecords(reader: StreamReader, mapping: StreamMapping): Promise<StreamRecord[]> {
  const records = await reader.next(READ_LIMIT)
  if (records.length === 0 || mapping.windowSeconds === 0) return records
  const until = Date.now() + mapping.windowSeconds * 1000
  while (wantedOf(records, mapping).length < mapping.batchSize && Date.now() < until) {
    await pause(Math.min(50, until - Date.now()))
    records.push(...(await reader.next(READ_LIMIT)))
  }
  return records
}

function wantedOf(records: readonly StreamRecord[], { filters }: StreamMapping): StreamRecord[] {
  return records.filter(
    ({ record }) => filters.length === 0 || filters.some((filter) => matchesPattern(filter, record)),
  )
}

async function deliverWanted(
  records: readonly StreamRecord[],
  mapping: StreamMapping,
  parts: StreamLoopsParts,
  stopped: () => boolean,
): Promise<void> {
  const wanted = wantedOf(records, mapping)
  for (let at = 0; at < wanted.length; at += mapping.batchSize) {
    const batch = wanted.slice(at, at + mapping.batchSize)
    const arriving = shaken(batch, parts.faults.strike(mapping.functionName, DELIVER_RECORDS))
    await deliver(arriving, mapping, {
      lambdas: parts.lambdas,
      stopped,
      giveUp: (lost) => parts.giveUp(mapping, lost),
    })
  }
}
