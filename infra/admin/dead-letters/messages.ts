import {
  ChangeMessageVisibilityCommand,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'

export interface Message {
  readonly id: string
  readonly body: string
  readonly attributes: Record<string, MessageAttributeValue>
  readonly sentTime: string
  readonly receiptHandle: string
}

/**
 * All of a queue's messages, ten by ten. A message is out of others' sight until it is deleted or given back, or until
 * this process has long been gone.
 */
export async function* receivedFrom(sqs: SQSClient, url: string): AsyncGenerator<Message[]> {
  const seen = new Set<string>()
  const receive = new ReceiveMessageCommand({
    QueueUrl: url,
    MaxNumberOfMessages: PAGE_LIMIT,
    VisibilityTimeout: HIDDEN_SECONDS,
    WaitTimeSeconds: 1, // without a wait SQS asks only some of its servers, and may find nothing
    MessageSystemAttributeNames: ['SentTimestamp'],
    MessageAttributeNames: ['All'],
  })
  for (;;) {
    const { Messages = [] } = await sqs.send(receive)
    const fresh = Messages.filter(({ MessageId = '' }) => !seen.has(MessageId))
    if (fresh.length === 0) return
    for (const { MessageId = '' } of fresh) seen.add(MessageId)
    yield fresh.map((message) => ({
      id: message.MessageId ?? '',
      body: message.Body ?? '',
      attributes: message.MessageAttributes ?? {},
      sentTime: new Date(Number(message.Attributes?.SentTimestamp ?? 0)).toISOString(),
      receiptHandle: message.ReceiptHandle ?? '',
    }))
  }
}

export async function giveBack(sqs: SQSClient, url: string, messages: Iterable<Message>): Promise<void> {
  await Promise.all(
    [...messages].map(({ receiptHandle }) =>
      sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: url,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: 0,
        }),
      ),
    ),
  )
}

/** The first messages, which stay where they are. */
export async function peek(sqs: SQSClient, url: string, limit: number): Promise<Message[]> {
  const messages: Message[] = []
  try {
    for await (const page of receivedFrom(sqs, url)) {
      messages.push(...page)
      if (messages.length >= limit) break
    }
  } finally {
    await giveBack(sqs, url, messages)
  }
  return messages.slice(0, limit)
}

/** SQS gives no more at once. */
export const PAGE_LIMIT = 10

/** Twice as long as a reader may take for one message; a page is dealt with side by side. */
const HIDDEN_SECONDS = 120
