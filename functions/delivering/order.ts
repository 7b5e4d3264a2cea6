import * as z from 'zod'
import { id } from '../../shared/contracts/fields.ts'

/** The message that has a delivery attempted, if it still is as it was then, or has events delivered again. */
export const DeliveryOrder = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('delivery'),
    organizationId: id,
    webhookId: id,
    eventId: id,
    occurredTime: z.iso.datetime(),
    /** Of the delivery: whoever acts on it changes it, so that a second message asks for nothing. */
    version: z.int(),
  }),
  z.object({
    kind: z.literal('redelivery'),
    organizationId: id,
    webhookId: id,
    redeliveryId: id,
  }),
])

export type DeliveryOrder = z.infer<typeof DeliveryOrder>
