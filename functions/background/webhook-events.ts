import * as z from 'zod'
import { ToldEvent } from '../../shared/contracts/event-filter.ts'
import { sendDeliveryOrder } from '../delivering/sending-orders.ts'
import { tell } from '../delivering/tell.ts'
import { queueWorker } from '../entry/queue-worker.ts'

// Takes in what the desk said on its bus, and has it delivered to every webhook that listens.
export const handler = queueWorker({
  duty: 'tell the webhooks of the event',
  message: z.object({ detail: ToldEvent }),
  organizationOf: ({ detail }) => detail.said.organizationId,
  deadLetters: 'WEBHOOK_EVENTS_DEAD_LETTERS_URL',

  perform: ({ detail }, desk, batch) => tell({ ...desk, send: sendDeliveryOrder }, detail, batch),
})
