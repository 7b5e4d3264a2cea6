import { type AttributeValue, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import type { ApiKey } from '../domain/api-key.ts'
import { apiKeyKey } from './keys.ts'

/**
 * Reads a key for the authorizer: neither zod nor the document client, since every call waits for this code to load.
 * Consistently, so that a key works from the moment it was made.
 */
export async function findApiKey(
  client: DynamoDBClient,
  tableName: string,
  keyId: string,
): Promise<ApiKey | undefined> {
  const { pk, sk } = apiKeyKey(keyId)
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tableName, Key: { pk: { S: pk }, sk: { S: sk } }, ConsistentRead: true }),
  )
  return Item && apiKeyFrom(Item)
}

/** Absent attributes are this table's null; anything else that is not as written is a fault of ours. */
function apiKeyFrom(item: Record<string, AttributeValue>): ApiKey {
  return {
    keyId: text(item, 'keyId'),
    secretHash: text(item, 'secretHash'),
    organizationId: text(item, 'organizationId'),
    userId: text(item, 'userId'),
    permissions: (item['permissions']?.L ?? []).map(({ S }) => S ?? ''),
    createdTime: text(item, 'createdTime'),
    expiresTime: textOrNull(item, 'expiresTime'),
    revokedTime: textOrNull(item, 'revokedTime'),
  }
}

function text(item: Record<string, AttributeValue>, name: string): string {
  const value = textOrNull(item, name)
  if (value === null) throw new Error(`A stored key has no ${name}.`)
  return value
}

function textOrNull(item: Record<string, AttributeValue>, name: string): string | null {
  const attribute = item[name]
  if (attribute === undefined) return null
  if (attribute.S === undefined || attribute.S === '') throw new Error(`A stored key's ${name} is no text.`)
  return attribute.S
}
