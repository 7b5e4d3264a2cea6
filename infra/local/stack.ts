import { watchActivity } from './activity.ts'
import { startApiGateway } from './api-gateway/api-gateway.ts'
import { type Background, startBackground } from './background.ts'
import type { StoredObject } from './buckets.ts'
import { createTables } from './create-tables.ts'
import { startDynamoDb } from './dynamodb-process.ts'
import { authorizeBy, type Permissions } from './endpoint/authorization.ts'
import { type Counts, startCounting } from './endpoint/counts.ts'
import { dynamoDbService } from './endpoint/dynamodb.ts'
import { connectToDynamoDb } from './endpoint/dynamodb-client.ts'
import { startEndpoint } from './endpoint/endpoint.ts'
import { type FaultPlan, planFaults } from './endpoint/faults.ts'
import { type FrozenIndexes, frozenIndexes } from './endpoint/frozen-indexes.ts'
import { eventsService } from './events/bus.ts'
import { startLambdas } from './lambda/lambdas.ts'
import { sqsService } from './queues/sqs-service.ts'
import { statesService } from './step-functions/states-service.ts'
import { describeStack, type StackDescription } from './template/description.ts'
import { checkWiring } from './wiring.ts'

export interface LocalStackOptions {
  /** The cloud assembly that `cdk synth` wrote: cdk.out. */
  readonly assembly: string
  /** Of the API; 0 or none for any free one. */
  readonly port?: number
  /** Keeps tables, stream positions, messages and executions; without it all is in memory. */
  readonly dataDirectory?: string
  /** Overrides for every function. */
  readonly environment?: Readonly<Record<string, string>>
  /** What functions write, and faults of the stack's own loops under the name `local-stack`. */
  readonly log?: (functionName: string, line: string) => void
  /** False: schedules happen only when `triggerSchedule` is called. */
  readonly schedules?: boolean
  readonly faultSeed?: number
}

/** The synthesized stacks, running on this machine. */
export interface LocalStack {
  /** With the stage's name, without a slash at its end; '' where the templates have no API. */
  readonly url: string
  readonly awsEndpoint: string
  readonly tableName: string
  readonly description: StackDescription
  readonly counts: Counts
  readonly faults: FaultPlan
  readonly indexes: Pick<FrozenIndexes, 'freeze' | 'thaw'>
  readonly permissions: Permissions
  /** Resolves when no call, stream record, message, execution or event is under way. */
  readonly quiet: () => Promise<void>
  /** The function's answer; throws when it failed. */
  readonly invoke: (functionName: string, event: unknown) => Promise<unknown>
  /** Ends a function's workers, whatever they are doing. */
  readonly kill: (functionName: string) => void
  readonly triggerSchedule: (ruleName: string) => void
  readonly objectsIn: (bucketName: string) => Promise<StoredObject[]>
  readonly stop: () => Promise<void>
}

export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const stops: Stop[] = []
  const stop = async () => {
    for (let last = stops.pop(); last !== undefined; last = stops.pop()) await last()
  }
  try {
    return { ...(await start(options, (one) => stops.push(one))), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

type Stop = () => Promise<void> | void

async function start(
  options: LocalStackOptions,
  onStop: (stop: Stop) => void,
): Promise<Omit<LocalStack, 'stop'>> {
  const { dataDirectory, log = () => {} } = options
  const base = await startBase(options, onStop)
  const { stack, activity, endpoint, client, counts } = base
  const lambdas = startLambdas({
    ...base,
    functions: stack.functions,
    environment: {
      AWS_REGION: stack.place.region,
      AWS_DEFAULT_REGION: stack.place.region,
      AWS_ENDPOINT_URL: endpoint.url,
      ...options.environment,
    },
    log,
  })
  onStop(() => lambdas.stop())
  const background = await startBackground({
    ...base,
    lambdas,
    dataDirectory,
    schedulesRun: options.schedules ?? true,
    onError: (error) =>
      log('local-stack', error instanceof Error ? (error.stack ?? error.message) : String(error)),
  })
  onStop(() => background.stop())
  endpoint.serve({
    services: {
      dynamodb: dynamoDbService({
        client,
        counts,
        frozenIndexes: base.indexes,
        onWrite: () => background.wake(),
      }),
      ...servicesOf(stack, background),
    },
    authorize: (call) => base.authorization.check(call),
    terminate: ({ name, worker }) => lambdas.kill(name, worker),
  })
  const api =
    stack.api && (await startApiGateway(stack.api, { lambdas, place: stack.place, port: options.port ?? 0 }))
  if (api !== undefined) onStop(() => api.stop())
  return {
    url: api?.url ?? '',
    awsEndpoint: endpoint.url,
    tableName: stack.tables[0]?.name ?? '',
    description: stack,
    counts,
    faults: base.faults,
    indexes: base.indexes,
    permissions: base.authorization,
    quiet: async () => {
      background.wake()
      await activity.idle()
    },
    invoke: async (functionName, event) => {
      const result = await lambdas.invoke(functionName, JSON.stringify(event))
      if ('error' in result)
        throw new Error(`${functionName}: ${result.error.errorType}: ${result.error.errorMessage}`)
      return JSON.parse(result.payload) as unknown
    },
    kill: (functionName) => lambdas.kill(functionName),
    triggerSchedule: (ruleName) => background.schedules.trigger(ruleName),
    objectsIn: (bucketName) => background.buckets.objects(bucketName),
  }
}

/** What all else stands on: DynamoDB, the one endpoint, and what the templates say. */
async function startBase(
  { assembly, dataDirectory, faultSeed }: LocalStackOptions,
  onStop: (stop: Stop) => void,
) {
  const counts = startCounting()
  const faults = planFaults(faultSeed)
  const dynamoDb = await startDynamoDb(dataDirectory === undefined ? {} : { dataDirectory })
  onStop(() => dynamoDb.stop())
  const client = connectToDynamoDb(dynamoDb.endpoint)
  onStop(() => client.close())
  const endpoint = await startEndpoint(counts, faults)
  onStop(() => endpoint.stop())
  const stack = await describeStack(assembly, { ...ACCOUNT, endpointUrl: endpoint.url })
  const authorization = authorizeBy(stack)
  await checkWiring(stack, authorization)
  await createTables(client, stack.tables)
  return {
    counts,
    faults,
    activity: watchActivity(),
    client,
    endpoint,
    stack,
    authorization,
    indexes: frozenIndexes(client),
  }
}

const ACCOUNT = { accountId: '000000000000', region: 'us-east-1' } as const

function servicesOf({ stateMachines, buses, place }: StackDescription, background: Background) {
  return {
    states: statesService(stateMachines, background.executions),
    sqs: sqsService(background.queues),
    events: eventsService(background.bus, buses, place),
  }
}
