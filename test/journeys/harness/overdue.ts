import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Table } from '../../../shared/repository/client.ts'
import { INDEXES, TABLE } from '../../../shared/repository/table.ts'

const LONG_AGO = '2020-01-01T00:00:00.000Z'
const { sortKey: due } = INDEXES.open

/** Lets the leases of all work under way end, and makes it due for the sweeper: what only time would do. */
export async function allOverdue({ client, name }: Pick<Table, 'client' | 'name'>): Promise<void> {
  const { Items = [] } = await client.send(
    new ScanCommand({ TableName: name, FilterExpression: 'attribute_exists(#due)', ...named({ '#due': due }) }),
  )
  for (const item of Items)
    await client.send(
      new UpdateCommand({
        TableName: name,
        Key: { [TABLE.partitionKey]: item[TABLE.partitionKey], [TABLE.sortKey]: item[TABLE.sortKey] },
        UpdateExpression: `SET #due = :due, leaseUntil = :past${item['change'] ? ', #change.leaseUntil = :past' : ''}`,
        ...named({ '#due': due, ...(item['change'] && { '#change': 'change' }) }),
        ExpressionAttributeValues: {
          ':due': String(item[due]).replace(/^[^#]*/, LONG_AGO),
          ':past': LONG_AGO,
        },
      }),
    )
}

const named = (names: Record<string, string>) => ({ ExpressionAttributeNames: names })
