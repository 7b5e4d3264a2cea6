import * as z from 'zod'
import { id } from '../../shared/contracts/fields.ts'

/** The message that has an allocation paid, or asked about. It says nothing of its state: the worker looks. */
export const PaymentOrder = z.object({
  organizationId: id,
  allocationId: id,
  /** Ask also where an announcement is being waited for: a person wants to know. */
  ask: z.boolean().optional(),
})

export type PaymentOrder = z.infer<typeof PaymentOrder>
