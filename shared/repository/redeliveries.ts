import * as z from 'zod'
import { followUpAt } from '../domain/payment-follow-up.ts'
import type { Redelivery } from '../domain/redelivery.ts'
import type { Item } from './client.ts'
import { expiryOf } from './delivery-item.ts'
import { absent, exists, stillIs } from './expressions.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItem } from './read.ts'
import { orNull, withoutNulls } from './stored.ts'
import { openWebhookKey, redeliveryKey } from './webhook-keys.ts'
import { commit, stale, type Write } from './write.ts'

/** Which redelivery, of which webhook. */
export interface RedeliveryPlace {
  readonly webhookId: string
  readonly redeliveryId: string
}

/** Joins the transaction that asks for it; the stream starts it, and the sweep where that was lost. */
export const redeliveryWrite = (table: OrganizationTable, redelivery: Redelivery): Write => ({
  key: redeliveryKey(table.organization, redelivery.webhookId, redelivery.id),
  put: {
    ...withoutNulls(redelivery),
    type: 'redelivery',
    version: 1,
    expiresAt: expiryOf(redelivery.createdTime),
    ...openWebhookKey(redelivery.id, lostTime(redelivery)),
  },
  when: [absent],
  otherwise: stale,
})

const lostTime = ({ createdTime }: Redelivery): string =>
  followUpAt(createdTime, new Date(createdTime)).dueTime

/** Undefined once it is done. */
export async function findRedelivery(
  table: OrganizationTable,
  { webhookId, redeliveryId }: RedeliveryPlace,
): Promise<Redelivery | undefined> {
  const item = await getItem(table, redeliveryKey(table.organization, webhookId, redeliveryId))
  return item?.openKey === undefined ? undefined : redeliveryFrom(item)
}

/** What happened before this is done: whoever goes on with it begins here. */
export const keepProgress = (
  table: OrganizationTable,
  { id, webhookId }: Redelivery,
  since: string,
): Promise<unknown> =>
  commit(table, [
    {
      key: redeliveryKey(table.organization, webhookId, id),
      update: { set: [['since', since]] },
      when: [exists],
    },
  ])

export const endRedelivery = (table: OrganizationTable, { id, webhookId }: Redelivery): Promise<unknown> =>
  commit(table, [
    {
      key: redeliveryKey(table.organization, webhookId, id),
      update: { set: Object.entries(openWebhookKey(id, null)) },
      when: [exists],
    },
  ])

export const putOffRedelivery = (
  table: OrganizationTable,
  { webhookId, redeliveryId }: RedeliveryPlace,
  dueKey: string,
  dueTime: string,
): Promise<unknown> =>
  commit(table, [
    {
      key: redeliveryKey(table.organization, webhookId, redeliveryId),
      update: { set: Object.entries(openWebhookKey(redeliveryId, dueTime)) },
      when: [stillIs('dueKey', dueKey)],
      otherwise: () => 'already-done',
    },
  ])

const StoredRedelivery = z.object({
  id: z.string(),
  webhookId: z.string(),
  eventId: orNull(z.string()),
  since: z.string(),
  until: z.string(),
  onlyUndelivered: z.boolean(),
  createdTime: z.string(),
})

export const redeliveryFrom = (item: Item): Redelivery => StoredRedelivery.parse(item)
