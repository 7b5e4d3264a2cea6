import { inspect } from 'node:util'
import { type Activity, watchActivity } from './activity.ts'
import { type Pages, startApiGateway } from './api-gateway/api-gateway.ts'
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
import { type Bus, eventsService } from './events/bus.ts'
import { lambdaService } from './lambda/lambda-service.ts'
import { type Lambdas, startLambdas } from './lambda/lambdas.ts'
import type { InvocationResult } from './lambda/protocol.ts'
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
  /** Served beside the API. */
  readonly pages?: Pages
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
  /** Hears every event on the buses, until the answer is called. */
  readonly listen: Bus['listen']
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
  const base = await startBase(options, onStop)
  const lambdas = startFunctions(base, options, onStop)
  const background = await startBackground({
    ...base,
    lambdas,
    dataDirectory: options.dataDirectory,
    schedulesRun: options.schedules ?? true,
    onError: (error) => options.log?.('local-stack', inspect(error)),
  })
  onStop(() => background.stop())
  serveAws(base, lambdas, background)
  const { stack, counts, faults, indexes, activity } = base
  const place = {
    place: stack.place,
    port: options.port ?? 0,
    ...(options.pages && { pages: options.pages }),
  }
  const api = stack.api && (await startApiGateway(stack.api, { lambdas, ...place }))
  if (api !== undefined) onStop(() => api.stop())
  return {
    url: api?.url ?? '',
    awsEndpoint: base.endpoint.url,
    tableName: stack.tables[0]?.name ?? '',
    description: stack,
    counts,
    faults,
    indexes,
    permissions: base.authorization,
    quiet: () => quiet(background, activity),
    invoke: (functionName, event) =>
      answerOf(functionName, lambdas.invoke(functionName, JSON.stringify(event))),
    kill: (functionName) => lambdas.kill(functionName),
    triggerSchedule: (ruleName) => background.schedules.trigger(ruleName),
    objectsIn: (bucketName) => background.buckets.objects(bucketName),
    listen: (listener) => background.bus.listen(listener),
  }
}

type Base = Awaited<ReturnType<typeof startBase>>

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

function startFunctions(base: Base, options: LocalStackOptions, onStop: (stop: Stop) => void): Lambdas {
  const { stack, endpoint } = base
  const lambdas = startLambdas({
    ...base,
    functions: stack.functions,
    environment: {
      AWS_REGION: stack.place.region,
      AWS_DEFAULT_REGION: stack.place.region,
      AWS_ENDPOINT_URL: endpoint.url,
      ...options.environment,
    },
    log: options.log ?? (() => {}),
  })
  onStop(() => lambdas.stop())
  return lambdas
}

function serveAws(base: Base, lambdas: Lambdas, background: Background): void {
  const { client, counts, indexes, stack, authorization } = base
  const onWrite = () => background.wake()
  base.endpoint.serve({
    services: {
      dynamodb: dynamoDbService({ client, counts, frozenIndexes: indexes, onWrite }),
      states: statesService(stack.stateMachines, background.executions),
      sqs: sqsService(background.queues),
      lambda: lambdaService(lambdas, new Set(stack.functions.map(({ name }) => name))),
      events: eventsService(background.bus, stack.buses, stack.place),
    },
    authorize: (call) => authorization.check(call),
    terminate: ({ name, worker }) => lambdas.kill(name, worker),
  })
}

/** A look at everything begins before it is asked whether anything is under way. */
async function quiet(background: Background, activity: Activity): Promise<void> {
  background.wake()
  await activity.idle()
}

async function answerOf(functionName: string, invocation: Promise<InvocationResult>): Promise<unknown> {
  const result = await invocation
  if (!('error' in result)) return JSON.parse(result.payload) as unknown
  throw new Error(`${functionName}: ${result.error.errorType}: ${result.error.errorMessage}`)
}
