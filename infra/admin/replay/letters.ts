import type { DeadLetter } from '../../../shared/contracts/dead-letter.ts'
import { creationOf, headingOf } from '../../../shared/domain/event.ts'
import { organizationOf } from '../../../shared/repository/keys.ts'
import { digest } from '../../../shared/runtime/digest.ts'
import type { ChangedItem } from './changed-items.ts'

/** What the reader of announcements is to do for an item: to tell its creation, if that is as new, and its latest change. */
export function lettersFor(item: ChangedItem, since: string): DeadLetter[] {
  const { pk, sk, version, type, id, createdTime } = item
  const latest = { key: { pk, sk }, version, duty: 'replay' }
  if (version === 1 || createdTime < since) return [latest]
  const resource = { organizationId: organizationOf({ pk }), resourceId: id }
  return [
    { ...latest, version: 1, event: headingOf(creationOf(type, createdTime), resource, digest) },
    latest,
  ]
}
