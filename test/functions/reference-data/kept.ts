import { paginateScan } from '@aws-sdk/lib-dynamodb'
import type { Item } from '../../../shared/repository/client.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'

/** Everything that the table holds of an organization. */
export async function kept(table: OrganizationTable): Promise<Item[]> {
  const items: Item[] = []
  const pages = paginateScan(
    { client: table.client },
    {
      TableName: table.name,
      FilterExpression: 'pk = :own OR begins_with(pk, :parts)',
      ExpressionAttributeValues: {
        ':own': `ORG#${table.organization}`,
        ':parts': `ORG#${table.organization}#`,
      },
      ConsistentRead: true,
    },
  )
  for await (const page of pages) items.push(...(page.Items ?? []))
  return items.toSorted(byPlace)
}

/** The same without what calls are remembered by, times, and the names that differ from one organization to another. */
export const effects = (items: readonly Item[], organization: string, newId?: string): Item[] =>
  items
    .filter(({ type }) => type !== 'idempotency')
    .map(({ listingKey: _shard, ...item }) =>
      JSON.stringify(item, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
        .replaceAll(organization, 'ORGANIZATION')
        .replaceAll(newId ?? '-', newId ? 'NEW' : '-')
        .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME'),
    )
    .map((text) => JSON.parse(text) as Item)
    .toSorted(byPlace)

const byPlace = (one: Item, other: Item): number => (placeOf(one) < placeOf(other) ? -1 : 1)

const placeOf = ({ pk, sk }: Item): string => `${String(pk)} ${String(sk)}`
