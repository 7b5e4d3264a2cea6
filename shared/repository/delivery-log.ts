import type { Delivery } from '../domain/delivery.ts'
import { DELIVERIES_KEPT_DAYS, deliveryFrom } from './delivery-item.ts'
import { EXAMINED_ENTRIES_LIMIT } from './listing.ts'
import type { OrganizationTable } from './organization-table.ts'
import { queryPages } from './read.ts'
import { deliveriesBetween } from './webhook-keys.ts'

/** The times between which events happened, both included. */
export interface Span {
  readonly since: string
  readonly until: string
}

/** Every delivery to a webhook in a span, oldest first, page by page. */
export async function* deliveriesIn(
  table: OrganizationTable,
  webhookId: string,
  { since, until }: Span,
  { newestFirst = false, pageSize }: { readonly newestFirst?: boolean; readonly pageSize?: number } = {},
): AsyncGenerator<Delivery[]> {
  if (since > until) return // DynamoDB refuses a range without an inside
  const { pk, from, to } = deliveriesBetween(table.organization, webhookId, since, until)
  for await (const page of queryPages(table, {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
    ScanIndexForward: !newestFirst,
    ConsistentRead: true,
    ...(pageSize !== undefined && { Limit: pageSize }),
  }))
    yield page.map(deliveryFrom)
}

/** The newest of them; `gte`: there are more than one call examines. */
export async function newestDeliveries(
  table: OrganizationTable,
  webhookId: string,
  span: Span,
): Promise<{ readonly deliveries: Delivery[]; readonly totalRelation: 'eq' | 'gte' }> {
  const deliveries: Delivery[] = []
  for await (const page of deliveriesIn(table, webhookId, span, { newestFirst: true })) {
    deliveries.push(...page)
    if (deliveries.length > EXAMINED_ENTRIES_LIMIT)
      return { deliveries: deliveries.slice(0, EXAMINED_ENTRIES_LIMIT), totalRelation: 'gte' }
  }
  return { deliveries, totalRelation: 'eq' }
}

/** DynamoDB's deletion lags, so what has expired is left out here too. */
export function keptSince(now: Date, asked: string | null): string {
  const kept = new Date(now.getTime() - DELIVERIES_KEPT_DAYS * 86_400_000).toISOString()
  return asked !== null && asked > kept ? asked : kept
}
