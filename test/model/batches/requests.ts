import type { Member } from '../../../shared/domain/batch.ts'
import type { PayoutRequest } from '../../../shared/domain/payout-request.ts'
import type { Item } from '../../../shared/repository/client.ts'
import { availableKey, listingKey, requestKey } from '../../../shared/repository/keys.ts'
import { MODEL } from '../execution.ts'

/** Payout requests of the model: one letter each, oldest first by the alphabet; no batch holds them. */
export const requests = (ids: string, blocked = ''): Item[] =>
  [...ids].map((id) => ({
    ...requestKey(MODEL.organization, id),
    ...BLANK,
    blocked: blocked.includes(id),
    ...member(id),
    ...listingKey(MODEL.organization, 'payout-request', member(id)),
    availableKey: availableKey(MODEL.organization, id),
  }))

export const member = (id: string): Member => ({
  id,
  createdTime: `2029-01-01T00:00:00.${String(id.charCodeAt(0)).padStart(3, '0')}Z`,
  customerId: `customer-of-${id}`,
  currency: 'EUR',
  amountMinor: 1n,
})

const BLANK: Omit<Partial<PayoutRequest>, keyof Member> & Item = {
  type: 'payout-request',
  websiteId: 'website',
  status: 'approved',
  unallocatedMinor: 1n,
  paidMinor: 0n,
  allocationCount: 0,
  version: 1,
  updatedTime: MODEL.now,
  lastChange: { by: 'usr_model', at: MODEL.now, actions: [] },
}
