import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { documentClient, type Table } from '../../shared/repository/client.ts'
import { patience } from '../../shared/runtime/clock.ts'
import { findRunningStack, OPERATOR_ACCESS_KEY_ID, type RunningStack } from '../local/running.ts'
import { tableNameIn } from '../names.ts'
import { stageSettings } from '../settings.ts'
import { Mistake } from './mistake.ts'

export const LOCAL_STAGE = 'local'

/** How any client of AWS reaches a stage. */
export interface Connection {
  readonly maxAttempts: number
  readonly endpoint?: string
  readonly region?: string
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

/** To a deployed stage, with the credentials and the region of the environment. */
export function deployedConnection(stage: string): Connection {
  demandStage(stage)
  return { maxAttempts: ATTEMPTS_LIMIT }
}

export const localConnection = ({ awsEndpoint }: Pick<RunningStack, 'awsEndpoint'>): Connection => ({
  endpoint: awsEndpoint,
  region: 'eu-west-1', // any: the endpoint is one
  credentials: { accessKeyId: OPERATOR_ACCESS_KEY_ID, secretAccessKey: 'local' },
  maxAttempts: ATTEMPTS_LIMIT,
})

export const deployedTable = (stage: string): Table => tableOf(deployedConnection(stage), tableNameIn(stage))

export const localTable = (stack: Pick<RunningStack, 'awsEndpoint' | 'tableName'>): Table =>
  tableOf(localConnection(stack), stack.tableName)

/** The stack that runs here, or the one whose endpoint is given. */
export async function theLocalStack(
  endpoint: string | undefined,
): Promise<Pick<RunningStack, 'awsEndpoint' | 'tableName' | 'signingKey'>> {
  const given = endpoint ?? process.env['AWS_ENDPOINT_URL']
  const running = await findRunningStack()
  if (given && given !== running?.awsEndpoint)
    return { awsEndpoint: given, tableName: tableNameIn(LOCAL_STAGE) }
  if (!running)
    throw new Mistake(
      'No local stack is running here. Start one in another terminal (npm start), or name a deployed stage (--stage dev).',
    )
  return running
}

function tableOf(connection: Connection, name: string): Table {
  const client = documentClient(new DynamoDBClient(connection))
  return { client, name, patience: patience(PATIENCE_MILLISECONDS) }
}

function demandStage(stage: string): void {
  try {
    stageSettings(stage)
  } catch (error) {
    throw new Mistake(error instanceof Error ? error.message : String(error))
  }
}

/** Nobody waits on the other side of a connection: what is throttled is tried for longer than an endpoint may. */
const ATTEMPTS_LIMIT = 8
const PATIENCE_MILLISECONDS = 10 * 60_000
