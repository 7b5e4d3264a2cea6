import { type Counts, startCounting } from './counts.ts'
import { dynamoDbService } from './dynamodb.ts'
import { connectToDynamoDb } from './dynamodb-client.ts'
import { type Served, startEndpoint } from './endpoint.ts'
import { type FaultPlan, planFaults } from './faults.ts'
import { type FrozenIndexes, frozenIndexes } from './frozen-indexes.ts'

/** The one endpoint in front of a bare DynamoDB: no templates, no functions, nobody is refused. */
export interface TableEndpoint {
  readonly url: string
  readonly counts: Counts
  readonly faults: FaultPlan
  readonly indexes: Pick<FrozenIndexes, 'freeze' | 'thaw'>
  stop(): Promise<void>
}

/** For tests of repositories and handlers that count calls or inject faults. */
export async function startTableEndpoint(
  dynamoDbEndpoint: string,
  seed?: number,
  others: Served['services'] = {},
): Promise<TableEndpoint> {
  const counts = startCounting()
  const faults = planFaults(seed)
  const client = connectToDynamoDb(dynamoDbEndpoint)
  const indexes = frozenIndexes(client)
  const endpoint = await startEndpoint(counts, faults)
  endpoint.serve({
    services: {
      ...others,
      dynamodb: dynamoDbService({ client, counts, frozenIndexes: indexes, onWrite: () => {} }),
    },
    authorize: async () => {},
    terminate: () => {},
  })
  return {
    url: endpoint.url,
    counts,
    faults,
    indexes,
    async stop() {
      await endpoint.stop()
      client.close()
    },
  }
}
