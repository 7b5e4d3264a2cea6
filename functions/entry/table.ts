import { documentClient } from '../../shared/repository/client.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import type { Patience } from '../../shared/runtime/clock.ts'
import { environment } from '../../shared/runtime/environment.ts'

const client = documentClient()

export const tableFor = (organization: string, patience: Patience): OrganizationTable => ({
  client,
  name: environment('TABLE_NAME'),
  patience,
  organization,
})
