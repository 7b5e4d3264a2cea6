import * as z from 'zod'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'

const Begun = z.looseObject({ chunks: z.array(z.unknown()) })

/** The three steps of a batch run as Step Functions calls them, chunks side by side. */
export async function executeRun(table: OrganizationTable, batchId: string, runId: string): Promise<number> {
  const run = { organizationId: table.organization, batchId, runId }
  const begin = await import('../../functions/batch-run/begin.ts')
  const allocateChunk = await import('../../functions/batch-run/allocate-chunk.ts')
  const conclude = await import('../../functions/batch-run/conclude.ts')
  const { chunks } = Begun.parse(await begin.handler(run))
  await Promise.all(chunks.map((chunk) => allocateChunk.handler({ ...run, chunk })))
  await conclude.handler(run)
  return chunks.length
}
