import * as z from 'zod'
import { isWellFormedId } from '../domain/identifiers.ts'
import type { PayoutRequest } from '../domain/payout-request.ts'
import { Refusal } from '../domain/refusal.ts'
import { TIMELINE_TYPES, type TimelineMessage } from '../domain/timeline.ts'
import type { Item } from './client.ts'
import { absent, exists, lacks } from './expressions.ts'
import { requestKey } from './keys.ts'
import { EXAMINED_ENTRIES_LIMIT } from './listing.ts'
import type { OrganizationTable } from './organization-table.ts'
import { timelineComment, timelineEvent, timelineMessageKey, timelineOf } from './payout-request-keys.ts'
import { noSuchRequest } from './payout-requests.ts'
import { getItem, queryPages } from './read.ts'
import { childIds } from './splits.ts'
import { commit, stale, type Write } from './write.ts'

/** What this version of a request says was done. Its place is (version, i), so told twice it is written once. */
export async function keepTimeline(
  table: OrganizationTable,
  { id, version, lastChange }: Pick<PayoutRequest, 'id' | 'version' | 'lastChange'>,
): Promise<void> {
  await Promise.all(
    lastChange.actions.map(async ({ type, message }, i) => {
      const event = timelineEvent(table.organization, id, version, i)
      const payoutRequestIds = type === 'payout-request-split' ? await childIds(table, id) : []
      const told = { type, message, by: lastChange.by, occurredTime: lastChange.at, payoutRequestIds }
      const otherwise = () => 'already-done' as const
      await commit(table, [
        { key: event.key, put: messageItem({ ...told, id: event.id }), when: [absent], otherwise },
      ])
    }),
  )
}

/** Refuses a request that is unknown or another organization's. */
export async function addComment(
  table: OrganizationTable,
  payoutRequestId: string,
  comment: Comment,
  alongside: readonly Write[],
): Promise<void> {
  if (!isWellFormedId(payoutRequestId)) throw noSuchRequest()
  const key = timelineMessageKey(table.organization, payoutRequestId, comment.id)
  if (!key) throw new Error(`Not the id of a comment: ${comment.id}`)
  await commit(table, [
    {
      key: requestKey(table.organization, payoutRequestId),
      check: true,
      when: [exists],
      otherwise: noSuchRequest,
    },
    { key, put: messageItem(comment), when: [absent], otherwise: stale },
    ...alongside,
  ])
}

export interface Comment extends TimelineMessage {
  readonly type: 'timeline-comment-created'
}

/** The id of a comment that is about to be made. */
export const commentId = (table: OrganizationTable, payoutRequestId: string, ulid: string): string =>
  timelineComment(table.organization, payoutRequestId, ulid).id

/** Of a request that exists, in the order of their places; `gte`: there is more than one call examines. */
export async function timelineMessages(
  table: OrganizationTable,
  payoutRequestId: string,
): Promise<{ readonly messages: TimelineMessage[]; readonly totalRelation: 'eq' | 'gte' }> {
  const { pk, prefix } = timelineOf(table.organization, payoutRequestId)
  const messages: TimelineMessage[] = []
  let examined = 0
  for await (const items of queryPages(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
    ConsistentRead: true,
  })) {
    messages.push(...items.flatMap((item) => messageFrom(item) ?? []))
    examined += items.length
    if (examined >= EXAMINED_ENTRIES_LIMIT) return { messages, totalRelation: 'gte' }
  }
  return { messages, totalRelation: 'eq' }
}

/** Refuses an id that is unknown, another request's, or that of a deleted comment. */
export async function theTimelineMessage(
  table: OrganizationTable,
  payoutRequestId: string,
  id: string,
): Promise<TimelineMessage> {
  const key = timelineMessageKey(table.organization, payoutRequestId, id)
  const item = key && (await getItem(table, key))
  const message = item && messageFrom(item)
  if (message?.id !== id)
    throw new Refusal('not-found', { detail: 'There is no timeline message with this id.' })
  return message
}

/** Leaves a tombstone: that there was a comment, whose, and when it went; not what it said. */
export async function deleteComment(
  table: OrganizationTable,
  payoutRequestId: string,
  { id }: TimelineMessage,
  deletedTime: string,
  alongside: readonly Write[],
): Promise<void> {
  const key = timelineMessageKey(table.organization, payoutRequestId, id)
  if (!key) throw new Error(`Not the id of a timeline message: ${id}`)
  await commit(table, [
    {
      key,
      update: { set: [['deletedTime', deletedTime]], remove: ['message'] },
      when: [exists, lacks('deletedTime')],
      otherwise: stale,
    },
    ...alongside,
  ])
}

const StoredMessage = z.object({
  id: z.string(),
  action: z.enum(TIMELINE_TYPES),
  message: z.string(),
  by: z.string(),
  occurredTime: z.string(),
  payoutRequestIds: z.array(z.string()).default([]),
})

const messageItem = ({ type, payoutRequestIds, ...message }: TimelineMessage): Item => ({
  ...message,
  type: 'timeline',
  action: type,
  ...(payoutRequestIds.length > 0 && { payoutRequestIds }),
})

/** Undefined for a tombstone. */
function messageFrom(item: Item): TimelineMessage | undefined {
  if (item.deletedTime !== undefined) return undefined
  const { action, ...message } = StoredMessage.parse(item)
  return { ...message, type: action }
}
