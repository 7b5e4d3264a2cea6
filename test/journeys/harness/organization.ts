import { createKey } from '../../../infra/admin/keys.ts'
import { createOrganization } from '../../../infra/admin/organizations.ts'
import { localTable } from '../../../infra/admin/stage-table.ts'
import type { LocalStack } from '../../../infra/local/stack.ts'
import { client, keyHeader } from './client.ts'
import type { JourneyOrganization } from './desk.ts'

/** An organization of its own, with a key that may do everything. */
export async function newOrganizationOn(stack: LocalStack, wanted?: string): Promise<JourneyOrganization> {
  const table = localTable(stack)
  const { organizationId: id } = await createOrganization(
    table,
    'Journey',
    wanted === undefined ? {} : { id: wanted },
  )
  const keyOf = (permissions: readonly string[], expiresTime?: string) =>
    createKey(table, { organizationId: id, userId: 'usr_journey', permissions, expiresTime })
  const { apiKey } = await keyOf(['*'])
  const url = `${stack.url}/organizations/${id}`
  return {
    id,
    apiKey,
    url,
    call: client(url, keyHeader(apiKey)),
    table: { ...table, organization: id },
    as: async (permissions, expiresTime) =>
      client(url, keyHeader((await keyOf(permissions, expiresTime)).apiKey)),
  }
}
