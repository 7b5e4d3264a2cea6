import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { expect } from 'vitest'
import type { Table } from '../../../shared/repository/client.ts'

/** Every item of the table but the counters of calls, by key. */
export async function tableContents({ client, name }: Pick<Table, 'client' | 'name'>) {
  const items: Record<string, unknown> = {}
  let from: Record<string, unknown> | undefined
  do {
    const page = await client.send(
      new ScanCommand({ TableName: name, ConsistentRead: true, ExclusiveStartKey: from }),
    )
    for (const item of page.Items ?? [])
      if (!String(item['pk']).endsWith('#RATE')) items[`${item['pk']} ${item['sk']}`] = item
    from = page.LastEvaluatedKey
  } while (from !== undefined)
  return items
}

/** Fails when the table is not afterwards what it was before. */
export async function changingNothing<Result>(
  { table, quiet }: { readonly table: Table; readonly quiet: () => Promise<void> },
  work: () => Promise<Result>,
): Promise<Result> {
  await quiet()
  const before = await tableContents(table)
  const result = await work()
  await quiet()
  expect(await tableContents(table)).toEqual(before)
  return result
}
