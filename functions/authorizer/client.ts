import { DynamoDBClient } from '@aws-sdk/client-dynamodb'

/** One per container. Not the document client: its conversions are a quarter of what would have to be loaded. */
export const client = new DynamoDBClient({ maxAttempts: 3 })
