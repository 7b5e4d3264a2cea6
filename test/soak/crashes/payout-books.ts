import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import { exposureOn } from '../../../shared/domain/customer.ts'
import { sumOf } from '../../../shared/domain/money.ts'
import { customerProfile } from '../../../shared/repository/customers.ts'
import type { PaymentService } from '../../harness/payment-service.ts'
import { done } from '../../journeys/harness/client.ts'
import type { Organization } from './organization.ts'
import { CURRENCIES, CUSTOMERS, GATEWAYS } from './payouts.ts'

/** The members of a batch as the API shows them, never behind a write. */
export const membersOf = ({ call }: Organization, batch: string): Promise<any[]> =>
  done(call(`GET /payout-requests?filter=batchId:${batch}&limit=1000`))

/**
 * Holds the desk against the books of the payment service: what it paid is what allocations say was paid, and by what
 * the exposure of each customer, gateway and currency went down; nothing is open, nothing was paid for twice.
 */
export async function expectBooksAgree(us: Organization, service: PaymentService, batch: string) {
  const members = await membersOf(us, batch)
  expect(service.refused).toEqual([])
  for (const { id, status, amount, paidAmount, availableAmount, allocations } of members) {
    expect(allocations.length, id).toBe(1)
    const wasPaid = service.books.has(allocations[0].id)
    expect([status, paidAmount, availableAmount, allocations[0].status], id).toEqual(
      wasPaid ? ['fulfilled', amount, 0, 'completed'] : ['in-progress', 0, amount, 'declined'],
    )
  }
  const completed = members.filter(({ status }) => status === 'fulfilled')
  expect(Object.fromEntries(completed.map(bookingOf))).toEqual(Object.fromEntries(service.books))
  await expectExposures(us, service)
  return { paid: completed.length, declined: members.length - completed.length }
}

/** What the service should have written down, by the desk's word. */
const bookingOf = ({ customerId, currency, allocations: [{ id, gatewayAccountId, amount }] }: any) => [
  id,
  { customerId, gatewayAccountId, currency, amountMinor: Math.round(amount * 100) },
]

async function expectExposures({ table }: Organization, { books }: PaymentService): Promise<void> {
  for (const customerId of CUSTOMERS)
    for (const currency of CURRENCIES) {
      const profile = await customerProfile(table, { customerId, currency })
      for (const gatewayAccountId of Object.values(GATEWAYS)) {
        const place = { customerId, gatewayAccountId, currency }
        const paid = sumOf(
          [...books.values()]
            .filter((one) => isDeepStrictEqual({ ...one, ...place }, one))
            .map(({ amountMinor }) => BigInt(amountMinor)),
        )
        const pair = exposureOn(profile, `card_${customerId}`, gatewayAccountId)
        const { payoutsMinor, openMinor, headroomMinor } = pair
        expect([payoutsMinor, openMinor, headroomMinor], Object.values(place).join()).toEqual([
          paid,
          0n,
          -paid,
        ])
      }
    }
}
