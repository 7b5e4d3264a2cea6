import { join } from 'node:path'
import type { Activity } from './activity.ts'
import { type Buckets, openBuckets } from './buckets.ts'
import type { Authorization } from './endpoint/authorization.ts'
import type { Counts } from './endpoint/counts.ts'
import type { DynamoDbClient } from './endpoint/dynamodb-client.ts'
import type { FaultPlan } from './endpoint/faults.ts'
import { type Bus, startBus } from './events/bus.ts'
import { type Schedules, startSchedules } from './events/schedules.ts'
import { sendToTargets } from './events/targets.ts'
import type { Lambdas } from './lambda/lambdas.ts'
import { consumeQueue } from './queues/queue-consumer.ts'
import { openQueues, type Queues } from './queues/queues.ts'
import { type Executions, startExecutions } from './step-functions/executions.ts'
import { leaveLostRecords } from './streams/lost-records.ts'
import { startStreamLoops } from './streams/stream-loops.ts'
import type { StackDescription } from './template/description.ts'
import type { WakeableLoop } from './wakeable.ts'

/** Everything that works without being called: executions, readers of streams and queues, the bus, schedules. */
export interface Background {
  readonly executions: Executions
  readonly queues: Queues
  readonly buckets: Buckets
  readonly bus: Bus
  readonly schedules: Schedules
  /** Lets every reader look whether there is something to do. */
  wake(): void
  stop(): Promise<void>
}

export interface BackgroundParts {
  readonly stack: StackDescription
  readonly client: DynamoDbClient
  readonly lambdas: Lambdas
  readonly authorization: Authorization
  readonly counts: Counts
  readonly faults: FaultPlan
  readonly activity: Activity
  readonly dataDirectory: string | undefined
  readonly schedulesRun: boolean
  readonly onError: (error: unknown) => void
}

export async function startBackground(parts: BackgroundParts): Promise<Background> {
  const { stack, dataDirectory } = parts
  const inData = (name: string) => (dataDirectory === undefined ? undefined : join(dataDirectory, name))
  const buckets = openBuckets(stack.buckets, inData('buckets'))
  const queues = await openQueues({
    descriptions: stack.queues,
    consumedArns: new Set(stack.queueMappings.map(({ sourceArn }) => sourceArn)),
    activity: parts.activity,
    file: inData('queues.json'),
  })
  const executions = await startExecutions({
    ...parts,
    machines: stack.stateMachines,
    file: inData('executions.json'),
  })
  const rules = eventRules(parts, { queues, executions })
  const readers = [await streamReaders(parts, { queues, buckets }), ...queueReaders(parts, queues)]
  return {
    ...rules,
    executions,
    queues,
    buckets,
    wake: () => readers.forEach((reader) => reader.wake()),
    async stop() {
      rules.schedules.stop()
      for (const reader of readers) reader.stop()
      await executions.stop()
      await queues.kept()
    },
  }
}

function eventRules(
  parts: BackgroundParts,
  targets: { queues: Queues; executions: Executions },
): { bus: Bus; schedules: Schedules } {
  const { rules, place, stateMachines, asyncInvocations } = parts.stack
  const send: Parameters<typeof startBus>[0]['send'] = (rule, event) =>
    sendToTargets(rule, event, { ...parts, ...targets, machines: stateMachines, asyncInvocations })
  return {
    bus: startBus({ rules, send }),
    schedules: startSchedules({ rules, place, running: parts.schedulesRun, send }),
  }
}

function streamReaders(
  parts: BackgroundParts,
  destinations: { queues: Queues; buckets: Buckets },
): Promise<WakeableLoop> {
  return startStreamLoops({
    ...parts,
    mappings: parts.stack.streamMappings,
    tables: parts.stack.tables,
    giveUp: (mapping, lost) =>
      leaveLostRecords(mapping, lost, { ...parts, ...destinations, place: parts.stack.place }),
  })
}

function queueReaders(parts: BackgroundParts, queues: Queues): WakeableLoop[] {
  return parts.stack.queueMappings.map((mapping) => {
    const queue = queues.byArn(mapping.sourceArn)
    if (queue === undefined) throw new Error(`There is no queue ${mapping.sourceArn}`)
    const reader = consumeQueue(mapping, { ...parts, queue, region: parts.stack.place.region })
    queues.onChange((changed) => {
      if (changed === queue) reader.wake()
    })
    return reader
  })
}
