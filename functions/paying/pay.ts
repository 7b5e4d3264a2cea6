import type { GatewayAccount } from '../../shared/domain/gateway-account.ts'
import type { PaymentGateway } from '../../shared/gateways/payment-gateway.ts'
import { endLease, type Lease, takeLease } from '../../shared/repository/leases.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { findPayment } from '../../shared/repository/payments.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Ids } from '../../shared/runtime/ids.ts'
import { Unusable } from '../entry/queue-worker.ts'
import { untilFresh } from '../entry/until-fresh.ts'
import { begin, isToBeSent } from './begin.ts'
import { conclude } from './conclude.ts'
import type { PaymentOrder } from './order.ts'

/** What a worker pays with. */
export interface PayingDesk {
  /** Each with a patience of its own: a gateway may take long between two of them. */
  readonly table: () => OrganizationTable
  readonly clock: Clock
  readonly ids: Ids
  readonly gatewayOf: (account: GatewayAccount) => PaymentGateway
  /** Sends an order again after so many seconds. */
  readonly again: (order: PaymentOrder, afterSeconds: number) => Promise<void>
  readonly payoutsStopped: boolean
}

/** Longer than a worker's function may run, shorter than its message stays out of sight. */
export const LEASE_SECONDS = 75

/** A gateway that has its hands full is tried again soon, and not by everybody at once. */
const BUSY_SECONDS_LIMIT = 5

/**
 * Does what an order asks for, if that is still to be done: pays a queued allocation, or asks what became of one that
 * is being paid. Whoever writes the edge → processing pays, once; everybody else, and whoever comes later, asks.
 */
export async function pay(desk: PayingDesk, order: PaymentOrder): Promise<void> {
  const payment = await findPayment(desk.table(), order.allocationId)
  if (!payment) throw new Unusable('unknown-allocation')
  if (!isToBeSent(payment, order)) return
  const { allocation, gateway } = payment
  const now = desk.clock.now()
  const lease: Lease = {
    gatewayAccountId: allocation.gatewayAccountId,
    allocationId: allocation.id,
    endTime: new Date(now.getTime() + LEASE_SECONDS * 1000).toISOString(),
  }
  if (!(await takeLease(desk.table(), lease, { now, limit: gateway?.payoutConcurrency ?? 1 })))
    return desk.again(order, 1 + Math.floor(Math.random() * BUSY_SECONDS_LIMIT))
  try {
    await send(desk, order)
  } finally {
    await endLease(desk.table(), lease)
  }
}

async function send(desk: PayingDesk, order: PaymentOrder): Promise<void> {
  const table = desk.table()
  const begun = await untilFresh(table.patience, () => begin(desk, table, order))
  if (!begun) return
  const gateway = desk.gatewayOf(begun.account)
  const answer = await gateway[begun.call](begun.payment)
  await conclude(desk, order, { ...answer, money: null, processedTime: desk.clock.now().toISOString() })
}
