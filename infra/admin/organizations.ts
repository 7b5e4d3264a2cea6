import { isWellFormedId } from '../../shared/domain/identifiers.ts'
import type { Table } from '../../shared/repository/client.ts'
import {
  findOrganization,
  keepNewOrganization,
  type OrganizationRecord,
} from '../../shared/repository/organization-records.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { idsFrom } from '../../shared/runtime/ids.ts'
import { Mistake } from './mistake.ts'

export interface CreatedOrganization {
  readonly organizationId: string
  readonly name: string
  /** False when an organization with the given id was there: it stays as it is. */
  readonly created: boolean
}

/** Creates an organization under a new id, or under the given one if there is none yet. */
export async function createOrganization(
  table: Table,
  name: string,
  { id }: { readonly id?: string } = {},
): Promise<CreatedOrganization> {
  if (name.trim() === '' || name.length > NAME_LENGTH_LIMIT)
    throw new Mistake(`The name of an organization has 1 to ${NAME_LENGTH_LIMIT} characters.`)
  const organization = id ?? idsFrom(systemClock).next('org')
  const createdTime = systemClock.now().toISOString()
  const written = await keepNewOrganization(organizationTable(table, organization), {
    organizationId: organization,
    name,
    keyIds: [],
    version: 1,
    createdTime,
  })
  if (written === 'done') return { organizationId: organization, name, created: true }
  const present = await theOrganization(table, organization)
  return { organizationId: organization, name: present.name, created: false }
}

const NAME_LENGTH_LIMIT = 255

/** A key is built from the id: one that is not well-formed must not come near the table. */
export function organizationTable(table: Table, organization: string): OrganizationTable {
  if (!isWellFormedId(organization))
    throw new Mistake(`'${organization}' is no organization id: 1 to 50 letters, digits and _ . ~ @ - only.`)
  return { ...table, organization }
}

/** Refuses an id that no organization has, so that a slip of the keyboard makes no second one. */
export async function theOrganization(table: Table, organization: string): Promise<OrganizationRecord> {
  const record = await findOrganization(organizationTable(table, organization))
  if (!record)
    throw new Mistake(
      `There is no organization ${organization}. Create one: npm run admin -- organization create NAME`,
    )
  return record
}
