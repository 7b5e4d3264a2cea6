import {
  AnyEvent,
  representAllocationEvent,
  representBatchEvent,
  representPayoutRequestEvent,
} from '../../shared/contracts/events.ts'
import { linksFrom, organizationBase } from '../../shared/contracts/links.ts'
import { type EventHeading, headingOf } from '../../shared/domain/event.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { digest } from '../../shared/runtime/digest.ts'
import { environment } from '../../shared/runtime/environment.ts'
import type { Change } from '../entry/stream-reader.ts'
import { lookedUp, type Surroundings } from './looking-up.ts'
import { occurrenceOf, type Subject, subjectOf } from './subject.ts'

/**
 * What these versions of an organization's items tell, in their order. A batch and an allocation are shown as the
 * version has them. A request is shown as it is now, since its allocations and texts lie in items of their own.
 */
export async function eventsOf(table: OrganizationTable, changes: readonly Change[]): Promise<AnyEvent[]> {
  const tidings = changes.flatMap((change) => tidingOf(change, table.organization) ?? [])
  const around = await lookedUp(
    table,
    tidings.map(({ subject }) => subject),
  )
  return tidings.map((tiding) => AnyEvent.parse(represent(tiding, table.organization, around)))
}

/** What names the event of this change for ever; undefined where there is nothing to tell. */
export const headingFor = (change: Change, organization: string): EventHeading | undefined =>
  tidingOf(change, organization)?.heading

interface Tiding {
  readonly heading: EventHeading
  readonly subject: Subject
}

function tidingOf({ item, before, kept }: Change, organizationId: string): Tiding | undefined {
  const subject = subjectOf(item)
  if (!subject) return undefined
  const occurrence = occurrenceOf(subject, before)
  const heading =
    kept?.event ?? (occurrence && headingOf(occurrence, { organizationId, resourceId: subject.id }, digest))
  return heading && { heading, subject }
}

function represent({ heading, subject }: Tiding, organizationId: string, around: Surroundings) {
  const told = { ...heading, organizationId }
  const linkTo = linksFrom(organizationBase(environment('PUBLIC_BASE_URL'), organizationId))
  if (subject.type === 'batch') return representBatchEvent(told, subject.batch, linkTo)
  if (subject.type === 'allocation')
    return representAllocationEvent(told, around.allocation(subject.allocation), linkTo)
  return representPayoutRequestEvent(told, around.request(subject.id), linkTo)
}
