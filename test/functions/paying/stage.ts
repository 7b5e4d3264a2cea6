import { pay } from '../../../functions/paying/pay.ts'
import { takeIn } from '../../../functions/paying/take-in.ts'
import type { TransactionProcessed } from '../../../shared/contracts/payment-result.ts'
import { exposureOn } from '../../../shared/domain/customer.ts'
import type { GatewayAccount } from '../../../shared/domain/gateway-account.ts'
import { customerProfile } from '../../../shared/repository/customers.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { findPayment } from '../../../shared/repository/payments.ts'
import { type Ask, newOrganization, type TestDesk } from '../../harness/desk.ts'
import { type PayingWorld, payingWorld } from '../../harness/paying.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { account, card, giveInstruments, openAccounts } from '../../harness/world.ts'

/** One customer, one account, a worker, and a gateway with books. */
export interface Stage {
  readonly organization: string
  readonly table: OrganizationTable
  readonly ask: Ask
  readonly world: PayingWorld
  /** An allocation of a request for so much, pending. */
  allocation(minor: bigint, requestMinor?: bigint): Promise<any>
  /** The same, queued. */
  queued(minor: bigint, requestMinor?: bigint): Promise<any>
  work(allocationId: string): Promise<void>
  told(detail: Partial<TransactionProcessed> & { allocationId: string }): Promise<void>
  found(allocationId: string): ReturnType<typeof theFound>
}

export async function newStage(desk: TestDesk, fields: Partial<GatewayAccount> = {}): Promise<Stage> {
  const organization = newOrganization()
  const table = desk.table.as(organization)
  const ask = desk.as(organization)
  const world = payingWorld(table)
  await openAccounts(table, account('gw_1', fields))
  await giveInstruments(table, card('cus_1', 'card_1'))
  const allocation = async (minor: bigint, requestMinor = minor) => {
    const [request] = await approvedRequests(table, 1, () => ({ amountMinor: requestMinor }))
    return allocate(ask, request?.id, minor)
  }
  return {
    organization,
    table,
    ask,
    world,
    allocation,
    async queued(minor, requestMinor) {
      const made = await allocation(minor, requestMinor)
      await ask('payout-request-allocations/process', { body: { allocationIds: [made.id] } })
      return made
    },
    work: (allocationId) => pay(world.desk, { organizationId: organization, allocationId }),
    told: (detail) =>
      takeIn(world, world.desk.table(), {
        organizationId: organization,
        result: 'approved',
        amount: 10,
        currency: 'EUR',
        processedTime: '2026-01-05T00:00:00.000Z',
        ...detail,
      }),
    found: (allocationId) => theFound(table, allocationId),
  }
}

export async function allocate(ask: Ask, payoutRequestId: string | undefined, minor: bigint): Promise<any> {
  const body = {
    payoutRequestId,
    paymentInstrumentId: 'card_1',
    gatewayAccountId: 'gw_1',
    amount: Number(minor) / 100,
  }
  const answer = await ask('payout-request-allocations/create', { body })
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.body
}

/** The payment as it is stored, and the figures of its pair. */
async function theFound(table: OrganizationTable, allocationId: string) {
  const found = await findPayment(table, allocationId)
  if (!found) throw new Error('The allocation is gone.')
  const profile = await customerProfile(table, { customerId: 'cus_1', currency: 'EUR' })
  return { ...found, pair: exposureOn(profile, 'card_1', 'gw_1') }
}
