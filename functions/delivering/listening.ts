import type { Webhook } from '../../shared/domain/webhook.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { webhooksOf } from '../../shared/repository/webhooks.ts'

const readings = new WeakMap<object, Map<string, Promise<Webhook[]>>>()

/**
 * The organization's webhooks, read once for all events that came together. Each of those happened before the reading,
 * so whoever had registered before an event is found.
 */
export function webhooksFor(table: OrganizationTable, batch: object): Promise<Webhook[]> {
  const known = readings.get(batch) ?? new Map<string, Promise<Webhook[]>>()
  const reading = known.get(table.organization) ?? webhooksOf(table)
  readings.set(batch, known.set(table.organization, reading))
  return reading
}
