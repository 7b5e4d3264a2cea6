import { lookAfterPayment } from '../../../functions/background/looking-after-payments.ts'
import { Unusable } from '../../../functions/entry/queue-worker.ts'
import { untilFresh } from '../../../functions/entry/until-fresh.ts'
import type { PaymentOrder } from '../../../functions/paying/order.ts'
import { pay } from '../../../functions/paying/pay.ts'
import { takeIn } from '../../../functions/paying/take-in.ts'
import { TransactionProcessed } from '../../../shared/contracts/payment-result.ts'
import type { Allocation } from '../../../shared/domain/allocation.ts'
import { decimalFromMinor } from '../../../shared/domain/money.ts'
import type { PayoutRequest } from '../../../shared/domain/payout-request.ts'
import { organizationOf } from '../../../shared/repository/keys.ts'
import { dueWork } from '../../../shared/repository/open-work.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { findRequestWithAllocations } from '../../../shared/repository/payout-requests.ts'
import { crashAt } from '../../harness/crash.ts'
import type { Ask, TestDesk } from '../../harness/desk.ts'
import { newOrganization } from '../../harness/desk.ts'
import { type PayingWorld, payingWorld, type Sent } from '../../harness/paying.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { account, card, giveInstruments, openAccounts } from '../../harness/world.ts'

export const CURRENCIES = ['EUR', 'USD'] as const
export const GATEWAYS = ['gw_1', 'gw_2'] as const
export const CUSTOMERS = ['cus_1', 'cus_2'] as const

/** Of each account: fewer than there are workers. */
export const CONCURRENCY = 2

/** An organization whose payments are made, lost, announced and doubled in one process. */
export interface Life {
  readonly world: PayingWorld
  readonly table: OrganizationTable
  readonly ask: Ask
  readonly requests: readonly PayoutRequest[]
  /** Messages that nobody could use, with the reason. */
  readonly deadLetters: { readonly reason: string; readonly message: Sent }[]
}

export async function newLife(desk: TestDesk): Promise<Life> {
  const organization = newOrganization()
  const table = desk.table.as(organization, 10_000)
  await openAccounts(table, ...GATEWAYS.map((id) => account(id, { payoutConcurrency: CONCURRENCY })))
  await giveInstruments(table, ...CUSTOMERS.map((id) => card(id, `card_${id}`)))
  const requests = await approvedRequests(table, 6, (i) => ({
    customerId: CUSTOMERS[i % 2] ?? '',
    currency: CURRENCIES[i % 3 === 0 ? 1 : 0],
    amountMinor: 100_00n,
  }))
  return { world: payingWorld(table), table, ask: desk.as(organization), requests, deadLetters: [] }
}

export async function look({ table }: Life, id: string) {
  const found = await findRequestWithAllocations(table, id)
  if (!found) throw new Error('A payout request is gone.')
  return found
}

export async function allocationsOf(life: Life): Promise<Allocation[]> {
  const found = await Promise.all(life.requests.map(({ id }) => look(life, id)))
  return found.flatMap(({ allocations }) => [...allocations])
}

/** What the stream brings of this change: nothing, once or twice. */
export function order({ world, table }: Life, allocationId: string, copies: number): void {
  const sent: PaymentOrder = { organizationId: table.organization, allocationId }
  for (let n = 0; n < copies; n++)
    world.queue.push({ kind: 'order', order: sent, at: world.clock.now().getTime() })
}

/** Takes a message out of sight and works on it; who stops leaves it to come again. */
export async function deliver(
  life: Life,
  message: Sent,
  crash?: { readonly write: number; readonly when: 'before' | 'after' },
): Promise<void> {
  const { queue, clock } = life.world
  queue.splice(queue.indexOf(message), 1)
  if (!crash) return work(life, life.table, message)
  const stopping = crashAt(life.table, crash.write, crash.when)
  const outcome = await Promise.race([stopping.stopped, work(life, stopping.table, message)])
  if (outcome === 'stopped') queue.push({ ...message, at: clock.now().getTime() + VISIBILITY_SECONDS * 1000 })
}

const VISIBILITY_SECONDS = 360

async function work(life: Life, table: OrganizationTable, message: Sent): Promise<void> {
  try {
    if (message.kind === 'order') await pay(life.world.with(table), message.order)
    else await untilFresh(table.patience, () => takeIn(life.world, table, detailOf(message.notice)))
  } catch (error) {
    if (!(error instanceof Unusable)) throw error
    life.deadLetters.push({ reason: error.reason, message })
  }
}

const detailOf = ({ payment, ...notice }: Extract<Sent, { kind: 'notice' }>['notice']) =>
  TransactionProcessed.parse({
    organizationId: payment.organizationId,
    allocationId: payment.allocationId,
    amount: Number(decimalFromMinor(payment.amountMinor, payment.currency)),
    currency: payment.currency,
    ...notice,
  })

export const dueIn = ({ world }: Life): Sent[] =>
  world.queue.filter(({ at }) => at <= world.clock.now().getTime())

export async function sweep({ world, table }: Life): Promise<void> {
  const now = world.clock.now()
  for await (const entries of dueWork(table, 'payment', now, 100))
    for (const entry of entries.filter((one) => organizationOf(one) === table.organization))
      await lookAfterPayment(table, entry, now, async (order) => {
        world.queue.push({ kind: 'order', order, at: now.getTime() })
      })
}
