import * as z from 'zod'

const id = z.string().regex(/^[@~\-.\w]{1,50}$/)

/** A text that EventBridge writes into a message: `<…>` would be taken for a variable. */
const said = z.string().regex(/^[^<>]*$/)

/** What a schedule says is judged by the worker that reads it, as what an event says (shared/contracts/batch-ask.ts). */
export const BatchSchedule = z.strictObject({
  /** By which its runs are found. A schedule of the API has an id with `_`. */
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  expression: z.string().regex(/^(rate|cron)\(.+\)$/),
  organizationId: id,
  userId: id.optional(),
  filter: said.min(1),
  description: said.optional(),
  allocationOrder: z.array(said).optional(),
  autoAllocate: z.boolean().optional(),
  approve: z.boolean().optional(),
  maxBatches: z.int().min(1).optional(),
})

export type BatchSchedule = z.infer<typeof BatchSchedule>

/** Each is a rule, and a stack takes 500 resources. */
export const BATCH_SCHEDULES_LIMIT = 50
