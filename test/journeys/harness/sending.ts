import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { OPERATOR_ACCESS_KEY_ID } from '../../../infra/local/running.ts'
import type { LocalStack } from '../../../infra/local/stack.ts'

/** Events and messages as they reach the stack from outside. */

const asOperator = ({ awsEndpoint }: LocalStack) => ({
  endpoint: awsEndpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: OPERATOR_ACCESS_KEY_ID, secretAccessKey: 'local' },
})

export async function publish(
  stack: LocalStack,
  detailType: string,
  detail: object,
  source = 'local.payments',
): Promise<void> {
  const entry = { Source: source, DetailType: detailType, Detail: JSON.stringify(detail) }
  await new EventBridgeClient(asOperator(stack)).send(
    new PutEventsCommand({ Entries: [{ ...entry, EventBusName: 'payout-desk-local' }] }),
  )
}

const queueUrl = (stack: LocalStack, name: string): string => {
  const queue = stack.description.queues.find((one) => one.name === `payout-desk-local-${name}`)
  if (!queue) throw new Error(`There is no queue ${name}.`)
  return queue.url
}

export const sendTo = (stack: LocalStack, queue: string, message: object): Promise<unknown> =>
  new SQSClient(asOperator(stack)).send(
    new SendMessageCommand({ QueueUrl: queueUrl(stack, queue), MessageBody: JSON.stringify(message) }),
  )

/** The reasons of the dead letters that lie there and were not looked at yet. */
export async function deadLettersIn(stack: LocalStack, queue: string): Promise<string[]> {
  const QueueUrl = queueUrl(stack, `${queue}-dead-letters`)
  const { Messages = [] } = await new SQSClient(asOperator(stack)).send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
  )
  return Messages.map(({ Body = '{}' }) => String(JSON.parse(Body).reason))
}
