import { lookAfterWebhook } from '../../functions/background/looking-after-webhooks.ts'
import { deliver } from '../../functions/delivering/deliver.ts'
import type { DeliveringDesk } from '../../functions/delivering/delivering-desk.ts'
import type { DeliveryOrder } from '../../functions/delivering/order.ts'
import { redeliver } from '../../functions/delivering/redeliver.ts'
import { tell } from '../../functions/delivering/tell.ts'
import { ToldEvent } from '../../shared/contracts/event-filter.ts'
import { parseJson } from '../../shared/contracts/json.ts'
import { organizationOf } from '../../shared/repository/keys.ts'
import { dueWork } from '../../shared/repository/open-work.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { type Clock, patience } from '../../shared/runtime/clock.ts'

export interface SentOrder {
  readonly order: DeliveryOrder
  readonly at: number
}

/** A worker's desk whose queue is a list, and whose clock stands still until it is put forward. */
export interface DeliveringWorld {
  readonly desk: DeliveringDesk
  readonly clock: Clock
  readonly queue: SentOrder[]
  readonly pass: (seconds: number) => void
  /** What the bus brings. */
  readonly tell: (event: object) => Promise<void>
  readonly work: (order: DeliveryOrder) => Promise<void>
  /** Works on everything whose time has come, until there is nothing more. */
  readonly run: () => Promise<void>
  /** The sweep, of this organization alone. */
  readonly sweep: () => Promise<void>
}

export function deliveringWorld(
  table: OrganizationTable,
  parts: Partial<DeliveringDesk> = {},
): DeliveringWorld {
  let now = Date.now()
  const clock: Clock = { now: () => new Date(now) }
  const queue: SentOrder[] = []
  const desk: DeliveringDesk = {
    table: () => ({ ...table, patience: patience(10_000) }),
    clock,
    send: async (order, seconds = 0) => {
      queue.push({ order, at: clock.now().getTime() + seconds * 1000 })
    },
    policy: { allowsPrivateAddresses: true },
    attemptSeconds: 10,
    ...parts,
  }
  const work = (order: DeliveryOrder) =>
    order.kind === 'delivery' ? deliver(desk, order) : redeliver(desk, order)
  const isDue = ({ at }: SentOrder) => at <= clock.now().getTime()
  return {
    desk,
    clock,
    queue,
    pass: (seconds) => (now += seconds * 1000),
    tell: (event) => tell(desk, ToldEvent.parse(parseJson(JSON.stringify(event))), {}),
    work,
    async run() {
      for (let i = queue.findIndex(isDue); i >= 0; i = queue.findIndex(isDue)) {
        const [sent] = queue.splice(i, 1)
        if (sent) await work(sent.order)
      }
    },
    async sweep() {
      for await (const entries of dueWork(table, 'webhook', clock.now(), 100))
        for (const entry of entries.filter((one) => organizationOf(one) === table.organization))
          await lookAfterWebhook(table, entry, clock.now(), desk.send)
    },
  }
}

/** An event about a payout request as the desk says it; every one has an id of its own. */
export function requestEvent(organizationId: string, fields: Partial<EventFields> = {}) {
  const { id = `evt_${++told}`, eventType = 'payout-request-created', request = {}, ...rest } = fields
  const occurredTime = rest.occurredTime ?? new Date().toISOString()
  const payoutRequest = { ...PAYOUT_REQUEST, ...request }
  return {
    ...{ id, organizationId, eventType, occurredTime, version: 1, payoutRequestId: payoutRequest.id },
    _embedded: { payoutRequest },
    _links: [],
  }
}

export interface EventFields {
  readonly id: string
  readonly eventType: string
  readonly occurredTime: string
  readonly request: object
}

let told = 0

const PAYOUT_REQUEST = {
  id: 'pout_req_1',
  customerId: 'cus_1',
  websiteId: 'web_1',
  batchId: null,
  status: 'ready',
  blocked: false,
  blockReason: null,
  splitReason: null,
  currency: 'EUR',
  amount: 100,
  description: 'Zürich',
  createdTime: '2026-03-02T09:14:03.120Z',
  updatedTime: '2026-03-02T09:14:03.120Z',
}
