import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod'
import { DeadLetter, type Redrive, Redriven, SetAside } from '../../../shared/contracts/dead-letter.ts'
import { CONFLICT_REASONS } from '../../../shared/domain/settlement.ts'
import { parseObject } from '../../local/json.ts'
import { Mistake } from '../mistake.ts'
import type { Connection } from '../stage-table.ts'
import type { Message } from './messages.ts'
import type { DeadLetterQueue } from './queues.ts'

export type RedriveOutcome = Redriven['redriven'] | 'sent-back' | 'dropped'

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

/** Nothing: a person has dealt with it. */
export const drop: DoAgain = async () => 'dropped'

const sendBack =
  (sqs: SQSClient, QueueUrl: string): DoAgain =>
  async ({ body, attributes }) => {
    const aside = SetAside.safeParse(parseObject(body)).data
    if (CONFLICT_REASONS.some((reason) => reason === aside?.reason))
      throw new NotDone('It is recorded, and doing it again helps nobody: reconcile it, then drop it.')
    const MessageBody = aside?.message ?? body
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes: attributes }))
    return 'sent-back'
  }

const askReader =
  (lambda: LambdaClient, reader: string): DoAgain =>
  async ({ body }) => {
    const letter = DeadLetter.safeParse(parseObject(body))
    if (!letter.success) throw new NotDone('It is no dead letter of a reader of the stream.')
    return askFor(lambda, reader, letter.data)
  }

/** What a reader of the stream has made of a letter; throws NotDone when it has failed. */
export async function askFor(
  lambda: LambdaClient,
  reader: string,
  letter: DeadLetter,
): Promise<Redriven['redriven']> {
  const event: Redrive = { redrive: letter }
  const invoke = new InvokeCommand({ FunctionName: reader, Payload: JSON.stringify(event) })
  const { FunctionError, Payload } = await lambda.send(invoke)
  const answer: unknown = JSON.parse(Payload?.transformToString() ?? 'null')
  if (FunctionError !== undefined) throw new NotDone(inShort(Failure.parse(answer).errorMessage))
  return Redriven.parse(answer).redriven
}

const Failure = z.object({ errorMessage: z.string() })

/** A schema says everything that it does not like about an item, on a line each. */
const inShort = (message: string): string => message.replace(/\s+/g, ' ').slice(0, MESSAGE_CHARACTERS_LIMIT)

const MESSAGE_CHARACTERS_LIMIT = 300
