import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { environment } from '../../shared/runtime/environment.ts'
import { log } from '../../shared/runtime/log.ts'

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

/** Whether it could be sent: a failure is logged, with what it was about, and what failed is then tried again. */
export async function sendDeadLetter(
  urlVariable: string,
  letter: object,
  about: { readonly duty: string; readonly pk?: string },
): Promise<boolean> {
  try {
    await sendTo(urlVariable, letter)
    return true
  } catch (error) {
    log.error('A dead letter could not be sent', { ...about, error: error as Error })
    return false
  }
}
