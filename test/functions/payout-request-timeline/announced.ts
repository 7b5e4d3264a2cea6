import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBStreamEvent } from 'aws-lambda'
import { requestKey } from '../../../shared/repository/keys.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { getItem } from '../../../shared/repository/read.ts'

/** Tells the timeline of a request's version as it is now, as the table's stream does. */
export async function announce(table: OrganizationTable, id: string): Promise<void> {
  const { handler } = await import('../../../functions/background/announcements.ts')
  const item = await getItem(table, requestKey(table.organization, id))
  const NewImage = marshall(item, { removeUndefinedValues: true })
  const event = { Records: [{ dynamodb: { NewImage, SequenceNumber: '1' } }] } as DynamoDBStreamEvent
  const answer = await handler(event)
  if (!('batchItemFailures' in answer) || answer.batchItemFailures.length > 0)
    throw new Error('The announcement failed.')
}
