import { randomUUID } from 'node:crypto'
import { type ApiAnswer, type ApiRequest, call } from './api.ts'
import { startTestTable, type TestTable } from './table.ts'

export interface TestDesk {
  readonly table: TestTable
  /** Calls an endpoint by its file below functions/, as this organization. */
  readonly as: (organization: string) => Ask
  stop(): Promise<void>
}

/** `ask('websites/put', { id: 'web_1', body })` */
export type Ask = (file: string, request?: Omit<ApiRequest, 'organization'>) => Promise<ApiAnswer>

type Handler = Parameters<typeof call>[0]

/** Any endpoint over a table of this test file's own. Every test takes an organization of its own. */
export async function startTestDesk(): Promise<TestDesk> {
  const table = await startTestTable()
  return {
    table,
    as: (organization) => async (file, request) => {
      const [resource, operation] = file.split('/')
      const { handler } = (await import(`../../functions/${resource}/${operation}.ts`)) as {
        handler: Handler
      }
      return call(handler, { organization, ...request })
    },
    stop: table.stop,
  }
}

export const newOrganization = (): string => `org_${randomUUID().slice(0, 8)}`

/** The fields that a problem names, in code-unit order. */
export const fieldsOf = ({ body }: ApiAnswer): string[] =>
  body.invalidFields.map(({ field }: { field: string }) => field).toSorted()
