import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { environment } from '../../shared/runtime/environment.ts'
import type { BatchRecorded, BatchRequestMessage } from './messages.ts'

const sqs = new SQSClient({})

/** Has what was put down carried out; twice is once. */
export async function sendBatchRequest(detail: BatchRecorded): Promise<void> {
  const message: BatchRequestMessage = { 'detail-type': 'payout-request-batch-recorded', detail }
  const MessageBody = JSON.stringify(message)
  await sqs.send(new SendMessageCommand({ QueueUrl: environment('BATCH_REQUESTS_URL'), MessageBody }))
}
