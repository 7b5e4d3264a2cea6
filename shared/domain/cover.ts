import type { Allocation } from './allocation.ts'
import { type CustomerProfile, exposureOn } from './customer.ts'
import type { Minor } from './money.ts'

/** Whether it matters to an allocation what its pair still covers: its account pays what is covered, and it may be stopped. */
export const needsCover = ({ status, gatewayPayoutInstruction }: Allocation): boolean =>
  status === 'pending' && gatewayPayoutInstruction === 'covered-payout'

/** Refunds, disputes and manual allocations push a pair over its exposure; nothing is undone by itself (rules §4.1). */
export const isUncovered = (allocation: Allocation, headroomMinor: Minor): boolean =>
  needsCover(allocation) && headroomMinor < 0n

/** exposure − open of the allocation's pair. */
export const headroomFor = (allocation: Allocation, customer: Pick<CustomerProfile, 'exposures'>): Minor =>
  exposureOn(customer, allocation.paymentInstrumentId, allocation.gatewayAccountId).headroomMinor
