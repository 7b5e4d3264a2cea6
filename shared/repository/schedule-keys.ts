import type { Origin } from '../domain/batch-request.ts'
import { digest } from '../runtime/digest.ts'
import type { Key } from './keys.ts'

/** How the keys of schedules, and of what they or events ask for, look (design §5). */

export const scheduleKey = (organization: string, schedule: string): Key => ({
  pk: schedulesPartition(organization),
  sk: `SCHEDULE#${schedule}`,
})

/** All schedules, in one Query. */
export const scheduleKeys = (organization: string) => ({
  pk: schedulesPartition(organization),
  prefix: 'SCHEDULE#',
})

export const scheduleCountKey = (organization: string): Key => ({
  pk: schedulesPartition(organization),
  sk: 'COUNT',
})

export const scheduleOf = ({ sk }: Pick<Key, 'sk'>): string => sk.slice('SCHEDULE#'.length)

/** The same for everybody who asks for the same. A request id may be any text. */
export const batchRequestKey = (organization: string, origin: Origin): Key =>
  'requestId' in origin
    ? { pk: `ORG#${organization}#BATCHREQUEST#${originName(origin)}`, sk: 'META' }
    : { pk: runsPartition(organization, origin.scheduleId), sk: `RUN#${origin.scheduledTime}` }

/** Short enough for a key, whatever the origin is called. */
export const originName = (origin: Origin): string =>
  'requestId' in origin ? digest(origin.requestId) : origin.scheduleId

/** Every run of a schedule, by its time. */
export const scheduleRuns = (organization: string, schedule: string) => ({
  pk: runsPartition(organization, schedule),
  prefix: 'RUN#',
})

/** Which run of a schedule was the last that began. */
export const lastRunKey = (organization: string, schedule: string): Key => ({
  pk: runsPartition(organization, schedule),
  sk: 'LAST',
})

const schedulesPartition = (organization: string): string => `ORG#${organization}#SCHEDULES`

const runsPartition = (organization: string, schedule: string): string =>
  `ORG#${organization}#SCHEDULE#${schedule}`
