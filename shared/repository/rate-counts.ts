import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { rateKey } from './keys.ts'

/** An organization's calls in the window that began at a UTC second (rules §1); for the authorizer, as api-keys.ts. */
export interface RateCounter {
  readonly client: DynamoDBClient
  readonly tableName: string
  readonly organization: string
  readonly windowStart: number
  /** When DynamoDB may forget the count. */
  readonly expiresAt: number
}

/** Counts one more call; resolves to how many there are with it. */
export async function countCall(counter: RateCounter, abortSignal: AbortSignal): Promise<number> {
  const { Attributes } = await counter.client.send(
    new UpdateItemCommand({
      TableName: counter.tableName,
      Key: keyOf(counter),
      UpdateExpression: 'ADD calls :one SET #type = :type, expiresAt = :expiresAt',
      ExpressionAttributeNames: { '#type': 'type' },
      ExpressionAttributeValues: {
        ':one': { N: '1' },
        ':type': { S: 'rate' },
        ':expiresAt': { N: String(counter.expiresAt) },
      },
      ReturnValues: 'UPDATED_NEW',
    }),
    { abortSignal },
  )
  return countIn(Attributes)
}

/** How many there are without counting this one. */
export async function countedCalls(counter: RateCounter, abortSignal: AbortSignal): Promise<number> {
  const { Item } = await counter.client.send(
    new GetItemCommand({ TableName: counter.tableName, Key: keyOf(counter) }),
    { abortSignal },
  )
  return Item ? countIn(Item) : 0
}

function countIn(item: Record<string, AttributeValue> | undefined): number {
  const calls = Number(item?.['calls']?.N)
  if (!Number.isSafeInteger(calls)) throw new Error('A count of calls is no number.')
  return calls
}

function keyOf({ organization, windowStart }: RateCounter) {
  const { pk, sk } = rateKey(organization, windowStart)
  return { pk: { S: pk }, sk: { S: sk } }
}
