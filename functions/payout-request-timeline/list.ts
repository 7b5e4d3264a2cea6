import * as z from 'zod'
import { readCollectionQuery } from '../../shared/contracts/collection-query.ts'
import { searchFor } from '../../shared/contracts/collection-search.ts'
import { contains } from '../../shared/contracts/filter-match.ts'
import {
  type ListedMessage,
  listedMessage,
  representTimelineMessage,
  TIMELINE_FIELDS,
  TimelineMessageRepresentation,
} from '../../shared/contracts/timeline.ts'
import { pageOf } from '../../shared/repository/listing.ts'
import { theRequest } from '../../shared/repository/payout-requests.ts'
import { timelineMessages } from '../../shared/repository/timeline.ts'
import { page } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

const fields = TIMELINE_FIELDS

// GET /payout-requests/{id}/timeline
// Who did what and when, the newest first unless asked otherwise. What has just been done may take a moment to be told.
export const handler = apiOperation({
  operationId: 'GetPayoutRequestTimelineCollection',
  answers: { 200: z.array(TimelineMessageRepresentation) },

  async perform({ id, event, linkTo }, { table }) {
    const query = readCollectionQuery(event.multiValueQueryStringParameters, { fields, search: true })
    const { q, sort } = query
    await theRequest(table, id)
    const { messages, totalRelation } = await timelineMessages(table, id)

    const valueOf = (message: ListedMessage, field: keyof typeof fields) => message[field]
    const search = searchFor(query, { fields, valueOf, unlisted: [] })
    const found = pageOf(messages.map(listedMessage), {
      ...search,
      order: sort.length === 0 ? 'newest-first' : search.order,
      matches: (message) => (q === null || contains([message.message], q)) && search.matches(message),
    })

    const shown = found.things.map((message) => representTimelineMessage(id, message, linkTo))
    return page(shown, { ...query, ...found, totalRelation })
  },
})
