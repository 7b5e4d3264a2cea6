import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { executeRun } from './batch-run.ts'
import type { Ask } from './desk.ts'

/** A batch of these requests. */
export async function batchOf(ask: Ask, ids: readonly string[]): Promise<string> {
  const { body } = await ask('payout-request-batches/create', { body: { payoutRequestIds: ids } })
  return body.id
}

/** A run that was asked for and has not begun. */
export async function askedRun(ask: Ask, id: string): Promise<string> {
  const headers = { Prefer: 'respond-async' }
  const { body } = await ask('payout-request-batches/auto-allocate', { id, headers })
  return body.run.id
}

/** A whole run. */
export async function finishedRun(ask: Ask, table: OrganizationTable, id: string): Promise<string> {
  const run = await askedRun(ask, id)
  await executeRun(table, id, run)
  return run
}
