import * as z from 'zod'
import { ALLOCATION_POLICIES } from '../domain/auto-allocation/decision.ts'
import { type OrganizationSettings, PAYOUT_TARGETS } from '../domain/organization.ts'
import { allocationOrder } from './allocation-order.ts'
import { expected, id, links, oneOf, time } from './fields.ts'
import type { LinkTo } from './links.ts'

const TARGET_HOURS_LIMIT = 8760

const HOURS = `a number of hours above 0, at most ${TARGET_HOURS_LIMIT}`
const hours = z.number(expected(HOURS)).gt(0, `must be ${HOURS}`).max(TARGET_HOURS_LIMIT, `must be ${HOURS}`)

const targets = (names: readonly string[]) =>
  z.object(Object.fromEntries(names.map((name) => [name, hours.optional()])), expected('an object'))

/** Body of PATCH /organizations/{id}; settings that are not named stay. */
export const OrganizationPatch = z.object({
  settings: z
    .object(
      {
        payoutRequestAllocationOrder: allocationOrder.nullish(),
        payoutRequestAllocationPolicy: oneOf(ALLOCATION_POLICIES).optional(),
        payoutTargets: targets(PAYOUT_TARGETS).optional(),
      },
      expected('an object'),
    )
    .optional(),
})

export const OrganizationRepresentation = z.object({
  id,
  settings: z.object({
    payoutRequestAllocationOrder: z.array(z.string()).nullable(),
    /** Ours. */
    payoutRequestAllocationPolicy: z.enum(ALLOCATION_POLICIES),
    /** Ours, in hours. */
    payoutTargets: z.record(z.enum(PAYOUT_TARGETS), z.number()),
  }),
  createdTime: time.nullable(),
  updatedTime: time.nullable(),
  _links: links,
})

/** The times are those of the settings: null as long as nothing was set. */
export const representOrganization = (
  organization: string,
  settings: OrganizationSettings,
  linkTo: LinkTo,
): z.infer<typeof OrganizationRepresentation> => ({
  id: organization,
  settings: {
    payoutRequestAllocationOrder: settings.payoutRequestAllocationOrder && [
      ...settings.payoutRequestAllocationOrder,
    ],
    payoutRequestAllocationPolicy: settings.payoutRequestAllocationPolicy,
    payoutTargets: settings.payoutTargets,
  },
  createdTime: settings.createdTime,
  updatedTime: settings.updatedTime,
  _links: [linkTo('self', `/organizations/${organization}`)],
})
