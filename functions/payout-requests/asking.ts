import type { PayoutAsk } from '../../shared/domain/payout-request-changes.ts'
import { refuseInvalid } from '../../shared/domain/refusal.ts'
import { findInstrument } from '../../shared/repository/customers.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { findWebsite } from '../../shared/repository/websites.ts'

/** What POST and PUT ask before a request comes to be. */

/** Rules §2: pending where the website has automatic readiness, else ready. Websites need not be known. */
export async function initialStatus(
  table: OrganizationTable,
  { websiteId }: PayoutAsk,
): Promise<'pending' | 'ready'> {
  const website = await findWebsite(table, websiteId)
  return website?.settings.payoutRequest.automaticReadinessEnabled ? 'pending' : 'ready'
}

export async function refuseUnknownInstrument(
  table: OrganizationTable,
  { customerId, paymentInstrumentId }: PayoutAsk,
): Promise<void> {
  if (paymentInstrumentId === null) return
  const known = await findInstrument(table, customerId, paymentInstrumentId)
  refuseInvalid(
    known ? [] : [{ field: 'paymentInstrumentId', message: 'is not a payment instrument of this customer' }],
  )
}
