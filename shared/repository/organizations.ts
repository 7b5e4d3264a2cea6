import * as z from 'zod'
import { ALLOCATION_POLICIES } from '../domain/auto-allocation/decision.ts'
import { DEFAULT_SETTINGS, type OrganizationSettings, PAYOUT_TARGETS } from '../domain/organization.ts'
import type { Item } from './client.ts'
import { absent, is } from './expressions.ts'
import { settingsKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItem } from './read.ts'
import { orNull, withoutNulls } from './stored.ts'
import { commit, stale, type Write } from './write.ts'

const StoredSettings = z.object({
  payoutRequestAllocationOrder: orNull(z.array(z.string())),
  payoutRequestAllocationPolicy: z.enum(ALLOCATION_POLICIES),
  payoutTargets: z.record(z.enum(PAYOUT_TARGETS), z.number()),
  version: z.int(),
  createdTime: orNull(z.string()),
  updatedTime: orNull(z.string()),
})

export const settingsFrom = (item: Item | undefined): OrganizationSettings =>
  item === undefined ? DEFAULT_SETTINGS : StoredSettings.parse(item)

/** The settings as they are now, the defaults where nothing was set. */
export const organizationSettings = async (table: OrganizationTable): Promise<OrganizationSettings> =>
  settingsFrom(await getItem(table, settingsKey(table.organization)))

export const keepSettings = (
  table: OrganizationTable,
  before: OrganizationSettings,
  after: OrganizationSettings,
  alongside: readonly Write[] = [],
): Promise<unknown> =>
  commit(table, [
    {
      key: settingsKey(table.organization),
      put: { ...withoutNulls(after), type: 'organization-settings' },
      when: [before.version === 0 ? absent : is('version', before.version)],
      otherwise: stale,
    },
    ...alongside,
  ])
