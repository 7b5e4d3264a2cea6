import { ended } from '../../shared/domain/batch-request.ts'
import {
  findBatchRequestAt,
  keepBatchRequest,
  putOffBatchRequest,
} from '../../shared/repository/batch-requests.ts'
import type { Key } from '../../shared/repository/keys.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { log } from '../../shared/runtime/log.ts'
import { sendBatchRequest } from '../batch-requests/sending.ts'

type Send = typeof sendBatchRequest

/** So often a worker is asked again, three minutes apart, since it last got any further: for an hour. */
export const TRIES_LIMIT = 20

/**
 * Has what was put down and not ended carried out again: a message may be lost, its worker may have died, or others were
 * in the way. What does not get any further fails in the end, so that its schedule goes on.
 */
export async function lookAfterBatchRequest(
  table: OrganizationTable,
  key: Key,
  now: Date,
  send: Send = sendBatchRequest,
): Promise<void> {
  const found = await findBatchRequestAt(table, key)
  if (!found || found.request.finishedTime !== null) return
  const { request, tries } = found
  const { origin } = request
  log.warn('A batch request is looked after', { ...key, tries }) // its own name may be any text
  if (tries >= TRIES_LIMIT) {
    const failed = ended(request, { state: 'failed', reason: 'given-up' }, now.toISOString())
    await keepBatchRequest(table, request, failed, now)
    return
  }
  await send({ organizationId: table.organization, origin })
  await putOffBatchRequest(table, request, tries + 1, now)
}
