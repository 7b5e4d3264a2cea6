import { requestFrom } from '../../shared/repository/payout-request-item.ts'
import { keepTimeline } from '../../shared/repository/timeline.ts'
import { eventsOf, headingFor } from '../announcing/events.ts'
import { publish } from '../announcing/publishing.ts'
import { streamReader } from '../entry/stream-reader.ts'

/** As many as the mapping brings (infra/constructs/stream-readers.ts). */
const TOGETHER = 100

// Reads the table's stream, writes down who did what and when (one timeline item for each action of a new version), and
// then tells other systems of it: who hears of a change finds it in the timeline.
export const handler = streamReader({
  duty: 'write the timeline and tell other systems',
  deadLetters: 'ANNOUNCEMENTS_DEAD_LETTERS_URL',
  together: TOGETHER,

  async perform(changes, table) {
    const requests = changes.filter(({ item }) => item.type === 'payout-request')
    await Promise.all(requests.map(({ item }) => keepTimeline(table, requestFrom(item))))
    await publish(await eventsOf(table, changes), table.patience)
  },

  keptOf: (change, organization) => ({ event: headingFor(change, organization) }),
})
