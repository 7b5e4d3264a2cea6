import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { Patience } from '../runtime/clock.ts'

/** What every function of the repository works on: the table, and how long this call may wait for it. */
export interface Table {
  readonly client: DynamoDBDocumentClient
  readonly name: string
  readonly patience: Patience
}

export type Item = Readonly<Record<string, unknown>>

/** One client per process, so that connections outlive a call. Amounts are bigint; whatever is undefined is left out. */
export const documentClient = (client = new DynamoDBClient({ maxAttempts: 4 })): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, {
    marshallOptions: {
      removeUndefinedValues: true,
      convertClassInstanceToMap: true, // for such it takes a map that has a member called `constructor`
    },
  })
