import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { environment } from '../../shared/runtime/environment.ts'
import type { PaymentOrder } from './order.ts'

const sqs = new SQSClient({})

/** Has an allocation paid, or asked about; twice is once. */
export const sendOrder = (order: PaymentOrder, afterSeconds = 0): Promise<unknown> =>
  sqs.send(
    new SendMessageCommand({
      QueueUrl: environment('PAYMENTS_URL'),
      MessageBody: JSON.stringify(order),
      DelaySeconds: afterSeconds,
    }),
  )
