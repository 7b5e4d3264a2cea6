import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod'
import { DeadLetter, type Redrive, Redriven } from '../../../shared/contracts/dead-letter.ts'
import { parseObject } from '../../local/json.ts'
import { Mistake } from '../mistake.ts'
import type { Connection } from '../stage-table.ts'
import type { Message } from './messages.ts'
import type { DeadLetterQueue } from './queues.ts'

export type RedriveOutcome = Redriven['redriven'] | 'sent-back'

export type DoAgain = (message: Message) => Promise<RedriveOutcome>

/** One message could not be done, the others can. Any other error is AWS's, and every message's. */
export class NotDone extends Error {
  override readonly name = 'NotDone'
}

/** How a queue's messages are done again: by the reader of the stream whose they are, or by their worker. */
export function doAgain({ name, redrivenBy }: DeadLetterQueue, connection: Connection): DoAgain {
  if (redrivenBy === undefined)
    throw new Mistake(
      `Nothing takes the dead letters of ${name} back: see infra/runbook.md#${name}-dead-letters.`,
    )
  if ('queueUrl' in redrivenBy) return sendBack(new SQSClient(connection), redrivenBy.queueUrl)
  return askReader(new LambdaClient(connection), redrivenBy.function)
}

const sendBack =
  (sqs: SQSClient, QueueUrl: string): DoAgain =>
  async ({ body, attributes }) => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body, MessageAttributes: attributes }))
    return 'sent-back'
  }

const askReader =
  (lambda: LambdaClient, reader: string): DoAgain =>
  async ({ body }) => {
    const letter = DeadLetter.safeParse(parseObject(body))
    if (!letter.success) throw new NotDone('It is no dead letter of a reader of the stream.')
    const event: Redrive = { redrive: letter.data }
    const invoke = new InvokeCommand({ FunctionName: reader, Payload: JSON.stringify(event) })
    const { FunctionError, Payload } = await lambda.send(invoke)
    const answer: unknown = JSON.parse(Payload?.transformToString() ?? 'null')
    if (FunctionError !== undefined) throw new NotDone(Failure.parse(answer).errorMessage)
    return Redriven.parse(answer).redriven
  }

const Failure = z.object({ errorMessage: z.string() })
