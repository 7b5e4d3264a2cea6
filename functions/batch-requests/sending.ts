import { sendTo } from '../entry/sending.ts'
import type { BatchRecorded, BatchRequestMessage } from './messages.ts'

/** Has what was put down carried out; twice is once. */
export function sendBatchRequest(detail: BatchRecorded): Promise<void> {
  const message: BatchRequestMessage = { 'detail-type': 'payout-request-batch-recorded', detail }
  return sendTo('BATCH_REQUESTS_URL', message)
}
