import type { Command } from '../command.ts'
import { createOrganization } from '../organizations.ts'

export const organizationCreate: Command = {
  name: 'organization create',
  does: 'Creates an organization and prints its id.',
  takes: ['NAME'],
  options: {
    id: { value: 'ID', about: 'its id; if there is such an organization already, it stays as it is' },
  },
  examples: ['organization create "Acme Games"', 'organization create Acme --id org_acme --stage dev'],

  async run({ given: [name = ''], find, table }) {
    const id = find('id')
    const organization = await createOrganization(table, name, id === undefined ? {} : { id })
    const { organizationId, created } = organization
    const text = created
      ? `Created ${organizationId} (${name}).\nNext, a key: npm run admin -- key create --organization ${organizationId} --user usr_me --permissions '*'`
      : `There is an organization ${organizationId} already (${organization.name}); nothing was changed.`
    return { json: organization, text }
  },
}
