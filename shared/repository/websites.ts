import * as z from 'zod'
import { isWellFormedId } from '../domain/identifiers.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Website } from '../domain/website.ts'
import { absent, is } from './expressions.ts'
import { openKey, websiteKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItem } from './read.ts'
import { orNull, withoutNulls } from './stored.ts'
import { commit, stale, type Write } from './write.ts'

const StoredWebsite = z.object({
  id: z.string(),
  name: z.string(),
  url: orNull(z.string()),
  settings: z.object({
    payoutRequest: z.object({
      automaticReadinessEnabled: z.boolean(),
      pendingPeriodHours: orNull(z.int()),
      automaticReadinessTime: orNull(z.string()),
      automaticReadinessLastExecutedAt: orNull(z.string()),
    }),
  }),
  nextReadinessTime: orNull(z.string()),
  version: z.int(),
  createdTime: z.string(),
  updatedTime: z.string(),
})

/** Websites need not be known: whoever is not found has the defaults. */
export async function findWebsite(table: OrganizationTable, id: string): Promise<Website | undefined> {
  const item = isWellFormedId(id) ? await getItem(table, websiteKey(table.organization, id)) : undefined
  return item && StoredWebsite.parse(item)
}

export async function theWebsite(table: OrganizationTable, id: string): Promise<Website> {
  const website = await findWebsite(table, id)
  if (!website) throw new Refusal('not-found', { detail: 'There is no website with this id.' })
  return website
}

export const keepWebsite = (
  table: OrganizationTable,
  before: Website | undefined,
  after: Website,
  alongside: readonly Write[] = [],
): Promise<unknown> =>
  commit(table, [
    {
      key: websiteKey(table.organization, after.id),
      put: {
        ...withoutNulls(after),
        type: 'website',
        ...(after.nextReadinessTime !== null &&
          openKey('readiness', table.organization, after.id, after.nextReadinessTime)),
      },
      when: [before ? is('version', before.version) : absent],
      otherwise: stale,
    },
    ...alongside,
  ])
