import * as z from 'zod'
import {
  BATCH_ASK_DESCRIPTION_LIMIT,
  type BatchAsk,
  MAX_BATCHES_DEFAULT,
  MAX_BATCHES_LIMIT,
} from '../domain/batch-request.ts'
import { allocationOrder } from './allocation-order.ts'
import { flag, string, text, whole } from './fields.ts'

/** What schedules and events say of the batches that they want, each member with its default. */
export const batchAskShape = {
  filter: string,
  description: text(BATCH_ASK_DESCRIPTION_LIMIT).nullish(),
  allocationOrder: allocationOrder.nullish(),
  autoAllocate: flag.nullish(),
  approve: flag.nullish(),
  maxBatches: whole(1, MAX_BATCHES_LIMIT).nullish(),
}

const Body = z.object(batchAskShape)

export const batchAsk = (body: z.infer<typeof Body>): BatchAsk => ({
  filter: body.filter,
  description: body.description ?? null,
  allocationOrder: body.allocationOrder ?? null,
  autoAllocate: body.autoAllocate ?? true,
  approve: body.approve ?? false,
  maxBatches: body.maxBatches ?? MAX_BATCHES_DEFAULT,
})

/** The same on the wire. */
export const shownBatchAsk = {
  filter: z.string(),
  description: z.string().nullable(),
  allocationOrder: z.array(z.string()).nullable(),
  autoAllocate: z.boolean(),
  approve: z.boolean(),
  maxBatches: z.int(),
}

export const representBatchAsk = ({ allocationOrder, ...ask }: BatchAsk) => ({
  filter: ask.filter,
  description: ask.description,
  allocationOrder: allocationOrder && [...allocationOrder],
  autoAllocate: ask.autoAllocate,
  approve: ask.approve,
  maxBatches: ask.maxBatches,
})
