import * as z from 'zod'
import {
  ALLOCATION_STATUSES,
  type Allocation,
  TRANSACTION_RESULTS,
  TRANSACTION_STATUSES,
} from '../domain/allocation.ts'
import { PAYOUT_INSTRUCTIONS } from '../domain/gateway-account.ts'
import type { Item } from './client.ts'
import { listingKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { change, minor, orNull, withoutNulls } from './stored.ts'

const StoredAllocation = z.object({
  id: z.string(),
  payoutRequestId: z.string(),
  number: z.int(),
  customerId: z.string(),
  paymentInstrumentId: z.string(),
  paymentMethod: z.string(),
  gatewayAccountId: z.string(),
  gatewayName: z.string(),
  gatewayPayoutInstruction: z.enum(PAYOUT_INSTRUCTIONS),
  currency: z.string(),
  amountMinor: minor,
  exposureMinor: minor,
  capSince: orNull(z.int()),
  status: z.enum(ALLOCATION_STATUSES),
  runId: orNull(z.string()),
  transactionId: orNull(z.string()),
  transactionResult: orNull(z.enum(TRANSACTION_RESULTS)),
  transactionStatus: orNull(z.enum(TRANSACTION_STATUSES)),
  lastChange: change,
  version: z.int(),
  createdTime: z.string(),
  updatedTime: z.string(),
})

export const allocationFrom = (item: Item): Allocation => StoredAllocation.parse(item)

export const allocationItem = (table: OrganizationTable, allocation: Allocation): Item => ({
  ...withoutNulls(allocation),
  type: 'allocation',
  ...listingKey(table.organization, 'allocation', allocation),
})
