import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { requestKey } from '../../../shared/repository/keys.ts'
import type { JourneyOrganization } from '../harness/desk.ts'
import { approvedRequest } from '../harness/steps.ts'

/**
 * A new version of a request whose parts do not add up, as a reader sees it for a moment between two writes: whoever
 * shows it reads it once more.
 */
export async function disagreeingRequest({ id, call, table }: JourneyOrganization): Promise<void> {
  const request = await approvedRequest(call)
  await table.client.send(
    new UpdateCommand({
      TableName: table.name,
      Key: requestKey(id, request.id),
      UpdateExpression: 'ADD unallocatedMinor :less, version :one',
      ExpressionAttributeValues: { ':less': -1, ':one': 1 },
    }),
  )
}
