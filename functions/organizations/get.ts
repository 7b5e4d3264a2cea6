import { OrganizationRepresentation, representOrganization } from '../../shared/contracts/organization.ts'
import { organizationSettings } from '../../shared/repository/organizations.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { demandOwnOrganization } from './own-organization.ts'

// GET /organizations/{id}
export const handler = apiOperation({
  operationId: 'GetOrganization',
  answers: { 200: OrganizationRepresentation },

  async perform({ id, caller, linkTo }, { table }) {
    demandOwnOrganization(id, caller)
    const settings = await organizationSettings(table)
    return ok(representOrganization(id, settings, linkTo), settings.version)
  },
})
