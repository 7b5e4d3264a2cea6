import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import {
  type DeliveringWorld,
  deliveringWorld,
  type EventFields,
  requestEvent,
} from '../../harness/delivering.ts'
import { type Ask, newOrganization, type TestDesk } from '../../harness/desk.ts'
import {
  type LoopbackService,
  type Reply,
  startHttpService,
} from '../../shared/runtime/outbound/loopback-service.ts'

/** One organization, a worker, and a receiver that answers as it is told. */
export interface Stage {
  readonly organization: string
  readonly table: OrganizationTable
  readonly ask: Ask
  readonly world: DeliveringWorld
  readonly receiver: LoopbackService & { answers: Reply }
  readonly url: string
  /** Registers a webhook at the receiver. */
  webhook(body?: object): Promise<any>
  /** Tells the webhooks of an event, and makes the first attempts. */
  happens(fields?: Partial<EventFields>): Promise<ReturnType<typeof requestEvent>>
  /** So much later, everything is done whose time has come. */
  passing(seconds: number): Promise<void>
  /** A webhook's log, the latest event first. */
  log(id: string, query?: Record<string, string>): Promise<any[]>
}

export const status =
  (code: number, headers = {}): Reply =>
  (answer) =>
    answer.writeHead(code, headers).end()

export async function newStage(desk: TestDesk): Promise<Stage> {
  process.env.ALLOWS_PRIVATE_ADDRESSES = 'true'
  const organization = newOrganization()
  const table = desk.table.as(organization)
  const ask = desk.as(organization)
  const world = deliveringWorld(table)
  const service = await startHttpService((answer, call) => receiver.answers(answer, call))
  const receiver = Object.assign(service, { answers: status(204) })
  const url = `http://127.0.0.1:${service.port}/hook`
  return {
    ...{ organization, table, ask, world, receiver, url },
    async webhook(body = {}) {
      const answer = await ask('webhooks/create', { body: { url, ...body } })
      if (answer.status !== 201) throw new Error(answer.text)
      return answer.body
    },
    async happens(fields = {}) {
      const event = requestEvent(organization, fields)
      await world.tell(event)
      await world.run()
      return event
    },
    async passing(seconds) {
      world.pass(seconds)
      await world.sweep()
      await world.run()
    },
    log: async (id, query = {}) => (await ask('webhooks/deliveries', { id, query })).body,
  }
}
