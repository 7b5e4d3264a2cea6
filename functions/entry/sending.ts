import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { environment } from '../../shared/runtime/environment.ts'

const sqs = new SQSClient({})

/** Sends a message to the queue whose URL is in this environment variable, to be seen there after so many seconds. */
export async function sendTo(urlVariable: string, message: object, afterSeconds = 0): Promise<void> {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: environment(urlVariable),
      MessageBody: JSON.stringify(message),
      DelaySeconds: afterSeconds,
    }),
  )
}
