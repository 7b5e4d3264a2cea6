import {
  OrganizationPatch,
  OrganizationRepresentation,
  representOrganization,
} from '../../shared/contracts/organization.ts'
import { changeSettings } from '../../shared/domain/organization.ts'
import { keepSettings, organizationSettings } from '../../shared/repository/organizations.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { demandOwnOrganization } from './own-organization.ts'

// PATCH /organizations/{id}
// The order and policy of allocations where a batch has none, and how long money may rest.
export const handler = apiOperation({
  operationId: 'PatchOrganization',
  body: OrganizationPatch,
  answers: { 200: OrganizationRepresentation },

  async perform({ id, body, caller, linkTo, demandVersion }, { table, clock, remember }) {
    demandOwnOrganization(id, caller)
    const found = await organizationSettings(table)
    demandVersion(found.version)

    const settings = changeSettings(found, body.settings ?? {}, clock.now().toISOString())

    const answer = ok(representOrganization(id, settings, linkTo), settings.version)
    await keepSettings(table, found, settings, remember(answer))
    return answer
  },
})
