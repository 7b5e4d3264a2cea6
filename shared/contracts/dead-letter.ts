import * as z from 'zod'
import { EVENT_TYPES } from '../domain/event.ts'

/** What a reader of the stream could not do. It holds nothing of the item itself, which may be personal. */
export const DeadLetter = z.object({
  key: z.object({ pk: z.string(), sk: z.string() }),
  version: z.number(),
  /** `start the run of the batch` */
  duty: z.string(),
  /** The event that nobody was told of: once another version has followed, the item does not say it any more. */
  event: z.object({ id: z.string(), eventType: z.enum(EVENT_TYPES), occurredTime: z.string() }).optional(),
})

export type DeadLetter = z.infer<typeof DeadLetter>

/** An operator's event for a reader: do your duty by the item as it is now. */
export const Redrive = z.strictObject({ redrive: DeadLetter })

export type Redrive = z.infer<typeof Redrive>

/** The reader's answer; when its duty failed again, the invocation failed. */
export const Redriven = z.object({
  /** `superseded`: done for a later version than the letter's; `gone`: there is no such item any more. */
  redriven: z.enum(['done', 'superseded', 'gone']),
})

export type Redriven = z.infer<typeof Redriven>

/** What a worker of a queue will never do: the message as it came, and why. SQS itself sets messages aside bare. */
export const SetAside = z.strictObject({ reason: z.string(), message: z.string() })
