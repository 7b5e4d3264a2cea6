import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { AwsError } from '../endpoint/aws-error.ts'
import type { Service } from '../endpoint/call.ts'
import { readBody } from '../endpoint/read-body.ts'
import type { JsonObject } from '../json.ts'
import { md5 } from './md5.ts'
import type { Message, MessageQueue } from './message-queue.ts'
import { systemAttributes } from './queue-consumer.ts'
import type { Queues } from './queues.ts'

/** The operations of SQS that functions and tests use. */
export function sqsService(queues: Queues): Service {
  return async ({ operation, action, body }) => {
    const known = OPERATIONS[operation]
    if (known === undefined) {
      throw new AwsError('UnknownOperationException', `The local stack does not serve ${action}`)
    }
    return { status: 200, body: JSON.stringify(await known(body, queues)) }
  }
}

const OPERATIONS: Readonly<Record<string, (body: JsonObject, queues: Queues) => Promise<object> | object>> = {
  SendMessage: (body, queues) => {
    const { QueueUrl, ...message } = readBody(Send, body)
    return sent(theQueue(queues, QueueUrl), message)
  },
  SendMessageBatch: (body, queues) => {
    const { QueueUrl, Entries } = readBody(SendBatch, body)
    const queue = theQueue(queues, QueueUrl)
    return { Successful: Entries.map(({ Id, ...message }) => ({ Id, ...sent(queue, message) })), Failed: [] }
  },
  ReceiveMessage: (body, queues) => receive(readBody(Receive, body), queues),
  DeleteMessage: (body, queues) => {
    const { QueueUrl, ReceiptHandle } = readBody(OneReceipt, body)
    theQueue(queues, QueueUrl).delete(ReceiptHandle)
    return {}
  },
  DeleteMessageBatch: (body, queues) => {
    const { QueueUrl, Entries } = readBody(ManyReceipts, body)
    for (const { ReceiptHandle } of Entries) theQueue(queues, QueueUrl).delete(ReceiptHandle)
    return { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] }
  },
  ChangeMessageVisibility: (body, queues) => {
    const { QueueUrl, ReceiptHandle, VisibilityTimeout } = readBody(Visibility, body)
    theQueue(queues, QueueUrl).changeVisibility(ReceiptHandle, VisibilityTimeout)
    return {}
  },
  GetQueueAttributes: (body, queues) => ({
    Attributes: attributesOf(theQueue(queues, readBody(Named, body).QueueUrl)),
  }),
  GetQueueUrl: (body, queues) => ({
    QueueUrl: theQueue(queues, readBody(ByName, body).QueueName).description.url,
  }),
  ListQueues: (body, queues) => {
    const { QueueNamePrefix } = readBody(ByPrefix, body)
    return { QueueUrls: urlsOf(queues, ({ name }) => name.startsWith(QueueNamePrefix)) }
  },
  ListDeadLetterSourceQueues: (body, queues) => {
    const { arn } = theQueue(queues, readBody(Named, body).QueueUrl).description
    return { queueUrls: urlsOf(queues, ({ redrive }) => redrive?.deadLetterArn === arn) }
  },
  PurgeQueue: (body, queues) => {
    theQueue(queues, readBody(Named, body).QueueUrl).purge()
    return {}
  },
}

const Named = z.object({ QueueUrl: z.string() })
const ByName = z.object({ QueueName: z.string() })
const ByPrefix = z.object({ QueueNamePrefix: z.string().default('') })
const NewMessage = z.object({
  MessageBody: z.string().min(1).max(1_048_576),
  DelaySeconds: z.number().min(0).max(900).optional(),
  MessageAttributes: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
})
const Send = NewMessage.extend({ QueueUrl: z.string() })
const SendBatch = z.object({
  QueueUrl: z.string(),
  Entries: z
    .array(NewMessage.extend({ Id: z.string() }))
    .min(1)
    .max(10),
})
const OneReceipt = z.object({ QueueUrl: z.string(), ReceiptHandle: z.string() })
const ManyReceipts = z.object({
  QueueUrl: z.string(),
  Entries: z.array(z.object({ Id: z.string(), ReceiptHandle: z.string() })),
})
const Visibility = OneReceipt.extend({ VisibilityTimeout: z.number().min(0).max(43_200) })
const Receive = z.object({
  QueueUrl: z.string(),
  MaxNumberOfMessages: z.number().min(1).max(10).default(1),
  VisibilityTimeout: z.number().optional(),
  WaitTimeSeconds: z.number().min(0).max(20).default(0),
})

function urlsOf(queues: Queues, wanted: (queue: MessageQueue['description']) => boolean): string[] {
  const descriptions = queues.all().map(({ description }) => description)
  return descriptions.filter(wanted).map(({ url }) => url)
}

function theQueue(queues: Queues, urlOrName: string): MessageQueue {
  const name = urlOrName.split('/').at(-1)
  const queue = queues.all().find(({ description }) => description.name === name)
  if (queue !== undefined) return queue
  throw new AwsError('com.amazonaws.sqs#QueueDoesNotExist', 'The specified queue does not exist.')
}

function sent(queue: MessageQueue, message: z.infer<typeof NewMessage>): object {
  const { MessageBody: body, DelaySeconds: delaySeconds, MessageAttributes: attributes } = message
  const { id } = queue.send({ body, attributes, ...(delaySeconds === undefined ? {} : { delaySeconds }) })
  return { MessageId: id, MD5OfMessageBody: md5(body) }
}

async function receive(asked: z.infer<typeof Receive>, queues: Queues): Promise<object> {
  const queue = theQueue(queues, asked.QueueUrl)
  const until = Date.now() + asked.WaitTimeSeconds * 1000
  for (;;) {
    const messages = queue.receive(asked.MaxNumberOfMessages, asked.VisibilityTimeout)
    if (messages.length > 0 || Date.now() >= until) return { Messages: messages.map(asReceived) }
    await pause(20)
  }
}

function asReceived(message: Message): object {
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: md5(message.body),
    Attributes: systemAttributes(message),
    MessageAttributes: message.attributes,
  }
}

function attributesOf(queue: MessageQueue): Record<string, string> {
  const messages = queue.messages()
  const hidden = messages.filter(({ visibleAt }) => visibleAt > Date.now())
  const delayed = hidden.filter(({ receiveCount }) => receiveCount === 0).length
  return {
    QueueArn: queue.description.arn,
    VisibilityTimeout: String(queue.description.visibilityTimeoutSeconds),
    MessageRetentionPeriod: String(queue.description.retentionSeconds),
    ApproximateNumberOfMessages: String(messages.length - hidden.length),
    ApproximateNumberOfMessagesNotVisible: String(hidden.length - delayed),
    ApproximateNumberOfMessagesDelayed: String(delayed),
  }
}
