import * as z from 'zod'
import { SYSTEM_USER, TIMELINE_TYPES, type TimelineMessage } from '../domain/timeline.ts'
import { id, links, text, time } from './fields.ts'
import type { FilterFields } from './filter.ts'
import { oneOf } from './filter-values.ts'
import type { LinkTo } from './links.ts'

/** Messages are never changed. */
export const TIMELINE_MESSAGE_VERSION = 1

const MESSAGE_LENGTH_LIMIT = 2_000

/** Body of POST /payout-requests/{id}/timeline; the message's other fields are read-only. */
export const NewComment = z.object({ message: text(MESSAGE_LENGTH_LIMIT).min(1, 'must not be empty') })

/** The published values; `app` is nobody here. */
const TRIGGERS = ['rebilly', 'app', 'direct-api'] as const

export const TIMELINE_FIELDS = {
  id: 'id',
  type: oneOf(TIMELINE_TYPES),
  triggeredBy: oneOf(TRIGGERS),
  message: 'text',
  userId: 'id',
  occurredTime: 'time',
} as const satisfies FilterFields

/** What the filter and the order of a timeline look at. */
export const listedMessage = (message: TimelineMessage) => ({
  ...message,
  userId: message.by,
  triggeredBy: triggeredBy(message),
  createdTime: message.occurredTime,
})

export type ListedMessage = ReturnType<typeof listedMessage>

/** Api-reference §7.4, where every field is required. */
export const TimelineMessageRepresentation = z.object({
  id,
  type: z.enum(TIMELINE_TYPES),
  occurredTime: time,
  triggeredBy: z.enum(TRIGGERS),
  message: z.string(),
  extraData: z.object({
    actions: z.array(z.never()),
    tables: z.array(z.never()),
    author: z.object({ userFullName: z.null(), userId: z.string() }),
    mentions: z.record(z.string(), z.never()),
    links: z.array(
      z.object({
        resourceType: z.string(),
        resourceId: z.string(),
        placeholder: z.string(),
        externalUrl: z.null(),
      }),
    ),
  }),
  _links: links,
})

/** Users have no registry here, so an author has an id and no name. */
export const representTimelineMessage = (
  payoutRequestId: string,
  message: TimelineMessage,
  linkTo: LinkTo,
): z.infer<typeof TimelineMessageRepresentation> => ({
  id: message.id,
  type: message.type,
  occurredTime: message.occurredTime,
  triggeredBy: triggeredBy(message),
  message: message.message,
  extraData: {
    actions: [],
    tables: [],
    author: { userFullName: null, userId: message.by },
    mentions: {},
    links: message.payoutRequestIds.map((resourceId) => ({
      resourceType: 'payout-request',
      resourceId,
      placeholder: resourceId,
      externalUrl: null,
    })),
  },
  _links: [linkTo('self', `/payout-requests/${payoutRequestId}/timeline/${message.id}`)],
})

const triggeredBy = ({ by }: TimelineMessage): (typeof TRIGGERS)[number] =>
  by === SYSTEM_USER ? 'rebilly' : 'direct-api'
