import { inject } from 'vitest'
import { createKey } from '../../../infra/admin/keys.ts'
import { createOrganization } from '../../../infra/admin/organizations.ts'
import { localTable } from '../../../infra/admin/stage-table.ts'
import { type LocalStack, startLocalStack } from '../../../infra/local/stack.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { type Call, client, keyHeader } from './client.ts'

export interface JourneyDesk {
  readonly stack: LocalStack
  /** What the functions have logged so far, in order. */
  readonly log: readonly LogLine[]
  /** An organization of a test's own, with a key that may do everything. */
  newOrganization(): Promise<JourneyOrganization>
  stop(): Promise<void>
}

export interface JourneyOrganization {
  readonly id: string
  readonly apiKey: string
  /** Where the API has it; what `setEndpoints` and a person would be given. */
  readonly url: string
  readonly call: Call
  /** The table as an operator reaches it, for what would take too long over HTTP. */
  readonly table: OrganizationTable
  /** Another credential of it. */
  as(permissions: readonly string[], expiresTime?: string): Promise<Call>
}

export interface LogLine {
  readonly function: string
  readonly line: string
}

/** The whole service on this machine, started from the run's assembly: one per test file. */
export async function startDesk(environment: Record<string, string> = {}): Promise<JourneyDesk> {
  const log: LogLine[] = []
  const stack = await startLocalStack({
    assembly: inject('assembly'),
    environment: { POWERTOOLS_LOG_LEVEL: 'INFO', ...environment },
    log: (name, line) => log.push({ function: name, line }),
    schedules: false,
  })
  const table = localTable(stack)
  return {
    stack,
    log,
    async newOrganization() {
      const { organizationId: id } = await createOrganization(table, 'Journey')
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
    },
    stop: () => stack.stop(),
  }
}
