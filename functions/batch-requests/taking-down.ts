import { batchAsk } from '../../shared/contracts/batch-ask.ts'
import { parseBatchSelection } from '../../shared/contracts/batch-selection.ts'
import { type BatchRequest, newBatchRequest, type Origin } from '../../shared/domain/batch-request.ts'
import { canonicalText } from '../../shared/domain/canonical-text.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { SYSTEM_USER } from '../../shared/domain/timeline.ts'
import { keepNewBatchRequest } from '../../shared/repository/batch-requests.ts'
import { findOrganization } from '../../shared/repository/organization-records.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { Unusable } from '../entry/queue-worker.ts'
import type { BatchRequestMessage } from './messages.ts'

/** Puts down what the message asks for, if nobody has, and says under what it is found. What cannot be is set aside. */
export async function takeDown(
  table: OrganizationTable,
  message: BatchRequestMessage,
  now: Date,
): Promise<Origin> {
  if (message['detail-type'] === 'payout-request-batch-recorded') return message.detail.origin
  const asked = askedBy(message)
  demandFilter(asked.ask.filter)
  if (!(await findOrganization(table))) throw new Unusable('unknown-organization')
  const kept = await keepNewBatchRequest(table, newBatchRequest(asked, now.toISOString()))
  if (canonicalText(kept.ask) !== canonicalText(asked.ask) && 'requestId' in asked.origin)
    throw new Unusable('request-differs')
  return asked.origin
}

type Asked = Pick<BatchRequest, 'origin' | 'missedTimes' | 'userId' | 'authority' | 'ask'>

function askedBy({
  'detail-type': type,
  detail,
}: Exclude<BatchRequestMessage, { 'detail-type': 'payout-request-batch-recorded' }>): Asked {
  const origin =
    type === 'payout-request-batch-requested'
      ? { requestId: detail.requestId }
      : { scheduleId: detail.schedule, scheduledTime: toMinute(detail.scheduledTime) }
  const userId = detail.userId ?? SYSTEM_USER
  return { origin, missedTimes: 0, userId, authority: 'stage', ask: batchAsk(detail) }
}

/** EventBridge may start a rule more than once for one time, and not to the second: rules are due by the minute. */
const toMinute = (time: string): string =>
  new Date(Math.floor(Date.parse(time) / 60_000) * 60_000).toISOString()

function demandFilter(filter: string): void {
  try {
    parseBatchSelection(filter)
  } catch (error) {
    throw error instanceof Refusal ? new Unusable(error.reason) : error
  }
}
