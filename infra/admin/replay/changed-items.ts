import { paginateScan } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import type { Table } from '../../../shared/repository/client.ts'

const ChangedItem = z.object({
  pk: z.string(),
  sk: z.string(),
  type: z.enum(['payout-request', 'allocation', 'batch']),
  id: z.string(),
  version: z.int().min(1),
  createdTime: z.string(),
  updatedTime: z.string(),
})

export type ChangedItem = z.infer<typeof ChangedItem>

/** Pages of the items whose changes are announced and that have changed since; it reads the whole table. */
export async function* changedSince({ client, name }: Table, since: string): AsyncGenerator<ChangedItem[]> {
  const pages = paginateScan(
    { client },
    {
      TableName: name,
      ConsistentRead: true,
      FilterExpression: '#type IN (:request, :allocation, :batch) AND updatedTime >= :since',
      ProjectionExpression: 'pk, sk, #type, id, version, createdTime, updatedTime',
      ExpressionAttributeNames: { '#type': 'type' },
      ExpressionAttributeValues: {
        ':request': 'payout-request',
        ':allocation': 'allocation',
        ':batch': 'batch',
        ':since': since,
      },
    },
  )
  for await (const { Items = [] } of pages) yield Items.map((item) => ChangedItem.parse(item))
}
