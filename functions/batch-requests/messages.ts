import * as z from 'zod'
import { BatchRequested, BatchScheduled, requestId } from '../../shared/contracts/batch-request.ts'
import { id } from '../../shared/contracts/fields.ts'

/** Something that was put down before, to be carried out: it says nothing of its state, the worker looks. */
const BatchRecorded = z.object({
  organizationId: id,
  origin: z.union([z.object({ scheduleId: id, scheduledTime: z.iso.datetime() }), z.object({ requestId })]),
})

export type BatchRecorded = z.infer<typeof BatchRecorded>

/** What comes from the bus, from a rule of the stage's settings, and from the sweep. */
export const BatchRequestMessage = z.discriminatedUnion('detail-type', [
  z.object({ 'detail-type': z.literal('payout-request-batch-requested'), detail: BatchRequested }),
  z.object({ 'detail-type': z.literal('payout-request-batch-scheduled'), detail: BatchScheduled }),
  z.object({ 'detail-type': z.literal('payout-request-batch-recorded'), detail: BatchRecorded }),
])

export type BatchRequestMessage = z.infer<typeof BatchRequestMessage>
