import { paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Table } from '../../../shared/repository/client.ts'
import { INDEXES, TABLE } from '../../../shared/repository/table.ts'

const LONG_AGO = '2020-01-01T00:00:00.000Z'
const { partitionKey: openKey, sortKey: dueKey } = INDEXES.open

/** Lets the leases of all work under way end, and makes it due for the sweeper: what only time would do. */
export async function allOverdue(table: Pick<Table, 'client' | 'name'>): Promise<void> {
  for (const item of await everythingOpen(table)) {
    const key = { [TABLE.partitionKey]: item[TABLE.partitionKey], [TABLE.sortKey]: item[TABLE.sortKey] }
    const put = (path: string, value: string) =>
      table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: key,
          UpdateExpression: `SET ${path} = :value`,
          ...(path.startsWith('#change') && { ExpressionAttributeNames: { '#change': 'change' } }),
          ExpressionAttributeValues: { ':value': value },
        }),
      )
    if (item[dueKey]) await put(dueKey, String(item[dueKey]).replace(/^[^#]*/, LONG_AGO))
    for (const time of ['nextReadinessTime', 'pendingSince', 'nextTime'])
      if (item[time]) await put(time, LONG_AGO)
    if (item['leaseUntil']) await put('leaseUntil', LONG_AGO)
    if (item['change']) await put('#change.leaseUntil', LONG_AGO)
  }
}

/** What the sweeper would come to sooner or later, and the batches that are being changed. */
export const unfinished = async (table: Pick<Table, 'client' | 'name'>) =>
  (await everythingOpen(table)).filter(
    (item) => !/^(pending|readiness|schedule|webhook)#/.test(String(item[openKey])),
  )

/** Also what waits for its time, of which nothing is begun. */
async function everythingOpen({ client, name }: Pick<Table, 'client' | 'name'>) {
  const scan = {
    TableName: name,
    ConsistentRead: true,
    FilterExpression: `attribute_exists(${dueKey}) OR attribute_exists(#change)`,
    ExpressionAttributeNames: { '#change': 'change' },
  }
  const pages = await Array.fromAsync(paginateScan({ client }, scan))
  return pages.flatMap(({ Items = [] }) => Items)
}
