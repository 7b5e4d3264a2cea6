import { requestFrom } from '../../shared/repository/payout-request-item.ts'
import { keepTimeline } from '../../shared/repository/timeline.ts'
import { streamReader } from '../entry/stream-reader.ts'

// Reads the table's stream and writes down who did what and when: one timeline item for each action of a new version.
export const handler = streamReader({
  duty: 'write the timeline',
  deadLetters: 'ANNOUNCEMENTS_DEAD_LETTERS_URL',

  async perform(item, table) {
    if (item.type === 'payout-request') await keepTimeline(table, requestFrom(item))
  },
})
