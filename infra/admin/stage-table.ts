import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { documentClient, type Table } from '../../shared/repository/client.ts'
import { patience } from '../../shared/runtime/clock.ts'
import { findRunningStack, OPERATOR_ACCESS_KEY_ID, type RunningStack } from '../local/running.ts'
import { tableNameIn } from '../names.ts'
import { stageSettings } from '../settings.ts'
import { Mistake } from './mistake.ts'

export const LOCAL_STAGE = 'local'

/** The table of a deployed stage, with the credentials and the region of the environment. */
export function deployedTable(stage: string): Table {
  demandStage(stage)
  return tableOf(new DynamoDBClient({ maxAttempts: ATTEMPTS_LIMIT }), tableNameIn(stage))
}

/** The table of a local stack. */
export const localTable = ({
  awsEndpoint,
  tableName,
}: Pick<RunningStack, 'awsEndpoint' | 'tableName'>): Table =>
  tableOf(
    new DynamoDBClient({
      endpoint: awsEndpoint,
      region: 'eu-west-1', // any: the endpoint is one
      credentials: { accessKeyId: OPERATOR_ACCESS_KEY_ID, secretAccessKey: 'local' },
      maxAttempts: ATTEMPTS_LIMIT,
    }),
    tableName,
  )

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

function tableOf(client: DynamoDBClient, name: string): Table {
  return { client: documentClient(client), name, patience: patience(PATIENCE_MILLISECONDS) }
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
