import type { PaymentOrder } from '../../functions/paying/order.ts'
import type { PayingDesk } from '../../functions/paying/pay.ts'
import type { GatewayAnswer } from '../../shared/domain/payment-result.ts'
import type { PaymentGateway } from '../../shared/gateways/payment-gateway.ts'
import {
  type Booking,
  type Notice,
  testProcessor,
} from '../../shared/gateways/test-processor/test-processor.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { idsFrom } from '../../shared/runtime/ids.ts'

/** A message on its way: an order to a worker, or a result that was announced. */
export type Sent = { readonly at: number } & (
  | { readonly kind: 'order'; readonly order: PaymentOrder }
  | { readonly kind: 'notice'; readonly notice: Notice }
)

/** A worker's desk whose gateway keeps books, whose queue is a list, and whose clock can be put forward. */
export interface PayingWorld {
  readonly desk: PayingDesk
  readonly clock: Clock
  readonly queue: Sent[]
  /** What the simulator paid, by the allocation's id: its own books, not the desk's. */
  readonly books: ReadonlyMap<string, Booking>
  /** How often each allocation was sent for the first time. */
  readonly firstCalls: ReadonlyMap<string, number>
  /** The most calls that were ever under way at once. */
  readonly mostAtOnce: () => number
  readonly with: (table: OrganizationTable) => PayingDesk
  readonly pass: (seconds: number) => void
  readonly stop: (isStopped: boolean) => void
}

export function payingWorld(table: OrganizationTable): PayingWorld {
  let ahead = 0
  let stopped = false
  let [under, most] = [0, 0]
  const clock: Clock = { now: () => new Date(Date.now() + ahead) }
  const queue: Sent[] = []
  const books = new Map<string, Booking>()
  const firstCalls = new Map<string, number>()
  const dueIn = (seconds: number) => clock.now().getTime() + seconds * 1000
  const simulator = testProcessor({
    clock,
    wait: async () => {},
    book: (booking) => void books.set(booking.allocationId, booking),
    notify: async (notice, seconds) => void queue.push({ kind: 'notice', notice, at: dueIn(seconds) }),
  })
  const counted = async (call: () => Promise<GatewayAnswer>) => {
    most = Math.max(most, ++under)
    await new Promise((resolve) => setTimeout(resolve, 1))
    return call().finally(() => under--)
  }
  const gateway: PaymentGateway = {
    pay(payment) {
      firstCalls.set(payment.allocationId, (firstCalls.get(payment.allocationId) ?? 0) + 1)
      return counted(() => simulator.pay(payment))
    },
    ask: (payment) => counted(() => simulator.ask(payment)),
  }
  const withTable = (mine: OrganizationTable): PayingDesk => ({
    table: () => mine,
    clock,
    ids: idsFrom(clock),
    gatewayOf: () => gateway,
    again: async (order, seconds) => void queue.push({ kind: 'order', order, at: dueIn(seconds) }),
    get payoutsStopped() {
      return stopped
    },
  })
  return {
    desk: withTable(table),
    clock,
    queue,
    books,
    firstCalls,
    mostAtOnce: () => most,
    with: withTable,
    pass: (seconds) => (ahead += seconds * 1000),
    stop: (isStopped) => (stopped = isStopped),
  }
}
