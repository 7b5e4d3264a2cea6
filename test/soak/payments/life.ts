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
import type { Notice } from '../../../shared/gateways/test-processor/test-processor.ts'
import { documentClient } from '../../../shared/repository/client.ts'
import { organizationOf } from '../../../shared/repository/keys.ts'
import { dueWork } from '../../../shared/repository/open-work.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { findRequestWithAllocations } from '../../../shared/repository/payout-requests.ts'
import { crashAt } from '../../harness/crash.ts'
import { type Ask, newOrganization } from '../../harness/desk.ts'
import type { FrontedDesk } from '../../harness/fronted-desk.ts'
import { type PayingWorld, payingWorld, type Sent } from '../../harness/paying.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { account, card, giveInstruments, openAccounts } from '../../harness/world.ts'
import { FAIR, type Weather } from '../game/weather.ts'

export const CURRENCIES = ['EUR', 'USD'] as const
export const GATEWAYS = ['gw_1', 'gw_2'] as const
export const CUSTOMERS = ['cus_1', 'cus_2'] as const

/** Of each account: fewer than there are workers. */
export const CONCURRENCY = 2

/** An organization whose payments are made, lost, announced and doubled in one process. */
export interface Life {
  readonly world: PayingWorld
  /** For those who look and judge: nothing befalls their calls. */
  readonly table: OrganizationTable
  /** For those who work: as the weather has it. */
  readonly troubled: OrganizationTable
  readonly weather: Weather
  readonly ask: Ask
  readonly requests: readonly PayoutRequest[]
  /** Messages that nobody could use, with the reason. */
  readonly deadLetters: { readonly reason: string; readonly message: Sent }[]
}

export async function newLife(desk: FrontedDesk, weather: Weather): Promise<Life> {
  const organization = newOrganization()
  const table = desk.table.as(organization, 600_000)
  // `newWeather` has workers die, too, and clocks leap; here courses of things say when.
  for (const [kind, probability] of weather.probabilities) desk.endpoint.faults.inject({ kind, probability })
  await openAccounts(table, ...GATEWAYS.map((id) => account(id, { payoutConcurrency: CONCURRENCY })))
  await giveInstruments(table, ...CUSTOMERS.map((id) => card(id, `card_${id}`)))
  const requests = await approvedRequests(table, 6, (i) => ({
    customerId: CUSTOMERS[i % 2] ?? '',
    currency: CURRENCIES[i % 3 === 0 ? 1 : 0],
    amountMinor: 100_00n,
  }))
  return {
    world: payingWorld(table),
    table,
    troubled: { ...table, client: documentClient() }, // by way of the desk's endpoint
    weather,
    ask: desk.as(organization),
    requests,
    deadLetters: [],
  }
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
  const { queue } = life.world
  queue.splice(queue.indexOf(message), 1)
  if (!crash) return work(life, life.troubled, message)
  const stopping = crashAt(life.troubled, crash.write, crash.when)
  const outcome = await Promise.race([stopping.stopped, work(life, stopping.table, message)])
  if (outcome === 'stopped') comesAgain(life, message)
}

function comesAgain({ world: { queue, clock } }: Life, message: Sent): void {
  queue.push({ ...message, at: clock.now().getTime() + VISIBILITY_SECONDS * 1000 })
}

const VISIBILITY_SECONDS = 360

async function work(life: Life, table: OrganizationTable, message: Sent): Promise<void> {
  try {
    if (message.kind === 'order') await pay(life.world.with(table), message.order)
    else await takeInFresh(life, table, message.notice)
  } catch (error) {
    if (error instanceof Unusable) life.deadLetters.push({ reason: error.reason, message })
    else if (life.weather === FAIR) throw error
    else comesAgain(life, message)
  }
}

function takeInFresh({ world }: Life, mine: OrganizationTable, notice: Notice): Promise<void> {
  const table = world.with(mine).table()
  return untilFresh(table.patience, () => takeIn(world, table, detailOf(notice)))
}

const detailOf = ({ payment, ...notice }: Notice) =>
  TransactionProcessed.parse({
    organizationId: payment.organizationId,
    allocationId: payment.allocationId,
    amount: Number(decimalFromMinor(payment.amountMinor, payment.currency)),
    currency: payment.currency,
    ...notice,
  })

export const dueIn = ({ world }: Life): Sent[] =>
  world.queue.filter(({ at }) => at <= world.clock.now().getTime())

export async function sweep({ world, table, troubled, weather }: Life): Promise<void> {
  const now = world.clock.now()
  for await (const entries of dueWork(table, 'payment', now, 100))
    for (const entry of entries.filter((one) => organizationOf(one) === table.organization))
      await lookAfterPayment(troubled, entry, now, async (order) => {
        world.queue.push({ kind: 'order', order, at: now.getTime() })
      }).catch(unlessFair(weather))
}

/** What the weather prevents is done another time; in fair weather a failure is a bug. */
export const unlessFair = (weather: Weather) => (error: unknown) => {
  if (weather === FAIR) throw error
}
