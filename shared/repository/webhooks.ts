import * as z from 'zod'
import { isWellFormedId } from '../domain/identifiers.ts'
import { Refusal } from '../domain/refusal.ts'
import { PAUSE_REASONS, WEBHOOK_STATUSES, WEBHOOKS_LIMIT, type Webhook } from '../domain/webhook.ts'
import type { Item } from './client.ts'
import { countedUpTo } from './counting.ts'
import { absent, is } from './expressions.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItem, queryAll } from './read.ts'
import { orNull, withoutNulls } from './stored.ts'
import { webhookCountKey, webhookKey, webhookKeys } from './webhook-keys.ts'
import { commit, stale, type Write } from './write.ts'

/** Every webhook of the organization, as they are now: one Query, since there are few. */
export async function webhooksOf(table: OrganizationTable): Promise<Webhook[]> {
  const { pk, prefix } = webhookKeys(table.organization)
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
    ConsistentRead: true,
  })
  return items.map(webhookFrom)
}

export async function findWebhook(table: OrganizationTable, id: string): Promise<Webhook | undefined> {
  const item = isWellFormedId(id) ? await getItem(table, webhookKey(table.organization, id)) : undefined
  return item && webhookFrom(item)
}

/** Refuses an id that is unknown or another organization's. */
export async function theWebhook(table: OrganizationTable, id: string): Promise<Webhook> {
  const webhook = await findWebhook(table, id)
  if (!webhook) throw new Refusal('not-found', { detail: 'There is no webhook with this id.' })
  return webhook
}

/** Keeps a new webhook and counts it; an id that is taken is `stale`. */
export const keepNewWebhook = (
  table: OrganizationTable,
  webhook: Webhook,
  alongside: readonly Write[] = [],
): Promise<unknown> =>
  commit(table, [
    {
      key: webhookKey(table.organization, webhook.id),
      put: webhookItem(webhook),
      when: [absent],
      otherwise: stale,
    },
    countedUpTo(
      WEBHOOKS_LIMIT,
      { key: webhookCountKey(table.organization), type: 'webhook-count', counter: 'webhooks' },
      () =>
        new Refusal('webhook-limit', { detail: `An organization has at most ${WEBHOOKS_LIMIT} webhooks.` }),
    ),
    ...alongside,
  ])

/** Joins a transaction: the webhook as it is from now on, if nobody changed it meanwhile. What it was like to call it is forgotten. */
export const webhookChange = (table: OrganizationTable, before: Webhook, after: Webhook): Write => ({
  key: webhookKey(table.organization, before.id),
  put: webhookItem(after),
  when: [is('version', before.version)],
  otherwise: stale,
})

/** Joins a transaction that rests on the webhook being as it was read. */
export const webhookUnchanged = (table: OrganizationTable, { id, version }: Webhook): Write => ({
  key: webhookKey(table.organization, id),
  check: true,
  when: [is('version', version)],
  otherwise: stale,
})

/** What is on its way to it stays in its log, which nobody can read any more, until it expires. */
export const deleteWebhook = (
  table: OrganizationTable,
  { id, version }: Webhook,
  alongside: readonly Write[],
): Promise<unknown> =>
  commit(table, [
    {
      key: webhookKey(table.organization, id),
      remove: true,
      when: [is('version', version)],
      otherwise: stale,
    },
    {
      key: webhookCountKey(table.organization),
      update: { increase: [['webhooks', -1]] },
    },
    ...alongside,
  ])

const StoredWebhook = z.object({
  id: z.string(),
  url: z.string(),
  eventsFilter: z.array(z.string()),
  filter: orNull(z.string()),
  status: z.enum(WEBHOOK_STATUSES),
  secret: z.string(),
  pause: orNull(z.object({ since: z.string(), reason: z.enum(PAUSE_REASONS) })),
  version: z.int(),
  createdTime: z.string(),
  updatedTime: z.string(),
})

export const webhookFrom = (item: Item): Webhook => StoredWebhook.parse(item)

const webhookItem = (webhook: Webhook): Item => ({ ...withoutNulls(webhook), type: 'webhook' })
