import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { leasesKey } from '../../../shared/repository/gateway-keys.ts'
import { getItem } from '../../../shared/repository/read.ts'
import { CENTS, type PaymentService } from '../../harness/payment-service.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { card, giveInstruments } from '../../harness/world.ts'
import { done } from '../../journeys/harness/client.ts'
import { ACCOUNT } from '../../journeys/harness/steps.ts'
import type { Organization } from './organization.ts'

/** Payouts of a batch through a payment service that outlives the stack. */

export const CURRENCIES = ['EUR', 'USD'] as const

/** By the card that an account takes. */
export const GATEWAYS = { Visa: 'gw_visa', MasterCard: 'gw_mastercard' } as const

export const CUSTOMERS: readonly string[] = Array.from({ length: 20 }, (_, i) => `cus_${i}`)

const brandOf = (customer: string): keyof typeof GATEWAYS =>
  CUSTOMERS.indexOf(customer) % 2 === 0 ? 'Visa' : 'MasterCard'

/** Of the amounts every so many are something that an approval at once is not. */
const ODD_ONE_IN = 5

/** A batch whose members are allocated whole; its id. */
export async function allocatedBatch(
  { call, table }: Organization,
  { payoutAdapter }: PaymentService,
  { requests, random }: { requests: number; random: () => number },
): Promise<string> {
  for (const [brand, id] of Object.entries(GATEWAYS)) {
    const own = { gatewayName: 'Own service', payoutAdapter, paymentCardSchemes: [brand] }
    await done(call(`PUT /gateway-accounts/${id}`, { body: { ...ACCOUNT, ...own, payoutConcurrency: 100 } }))
  }
  await giveInstruments(table, ...CUSTOMERS.map((id) => cardOf(id)))
  const pick = <One>(all: readonly [One, ...One[]]): One => all[Math.floor(random() * all.length)] ?? all[0]
  const [first, ...others] = Object.values(CENTS)
  const centsOf = () => (random() * ODD_ONE_IN < 1 && first ? pick([first, ...others]) : 0)
  const asked = await approvedRequests(table, requests, (i) => ({
    customerId: CUSTOMERS[i % CUSTOMERS.length] ?? '',
    currency: pick(CURRENCIES),
    amountMinor: BigInt(100 * (1 + Math.floor(random() * 50)) + centsOf()),
  }))
  const body = { payoutRequestIds: asked.map(({ id }) => id) }
  const { id } = await done(call('POST /payout-request-batches', { body }))
  const headers = { Prefer: 'wait=20' }
  const { successCount } = await done(call(`POST /payout-request-batches/${id}/auto-allocate`, { headers }))
  if (successCount !== requests) throw new Error(`Only ${successCount} of ${requests} are allocated.`)
  return id
}

const cardOf = (customer: string) => {
  const plain = card(customer, `card_${customer}`)
  return plain.card ? { ...plain, card: { ...plain.card, brand: brandOf(customer) } } : plain
}

/** Nobody is left of those who were sending payments: what their leases would keep back for a while goes on now. */
export async function endLeases({ table }: Organization): Promise<void> {
  for (const gateway of Object.values(GATEWAYS)) {
    const key = leasesKey(table.organization, gateway)
    const held = Held.parse((await getItem(table, key))?.['held'])
    for (const [allocation, endTime] of Object.entries(held))
      await table.client
        .send(
          new UpdateCommand({
            TableName: table.name,
            Key: key,
            UpdateExpression: 'REMOVE held.#allocation',
            ConditionExpression: 'held.#allocation = :endTime',
            ExpressionAttributeNames: { '#allocation': allocation },
            ExpressionAttributeValues: { ':endTime': endTime },
          }),
        )
        .catch(unlessEnded)
  }
}

const Held = z.record(z.string(), z.string()).default({})

function unlessEnded(error: unknown): void {
  if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error
}
