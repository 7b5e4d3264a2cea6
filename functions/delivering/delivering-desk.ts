import type { OutboundPolicy } from '../../shared/domain/outbound-url.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Resolve } from '../../shared/runtime/outbound/destination.ts'
import type { SendDeliveryOrder } from './sending-orders.ts'

/** What a worker delivers with. */
export interface DeliveringDesk {
  /** Each with a patience of its own: a receiver may take long between two of them. */
  readonly table: () => OrganizationTable
  readonly clock: Clock
  readonly send: SendDeliveryOrder
  readonly policy: OutboundPolicy
  readonly resolve?: Resolve
  /** How long an attempt may take. */
  readonly attemptSeconds: number
}
