import { carryOut } from '../../../functions/batch-requests/carrying-out.ts'
import { BatchRequestMessage } from '../../../functions/batch-requests/messages.ts'
import { takeDown } from '../../../functions/batch-requests/taking-down.ts'
import type { Origin } from '../../../shared/domain/batch-request.ts'
import { keepNewOrganization } from '../../../shared/repository/organization-records.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { type Clock, patience, systemClock } from '../../../shared/runtime/clock.ts'
import { idsFrom } from '../../../shared/runtime/ids.ts'
import type { TestDesk } from '../../harness/desk.ts'
import { type Batches, batchesOn } from '../payout-request-batches/members.ts'

/** An organization that events and schedules ask for batches in, and the worker that makes them. */
export interface Asking extends Batches {
  readonly table: OrganizationTable
  /** The worker gets a message, with this table and clock. */
  deliver(message: object, by?: { table?: OrganizationTable; clock?: Clock }): Promise<Origin>
  /** What came of an event, as it is told over HTTP. */
  came(requestId: string): Promise<any>
  /** What came of a schedule, newest first. */
  runs(schedule: string): Promise<any[]>
  batches(): Promise<any[]>
}

const CREATED = '2026-01-01T00:00:00.000Z'

export async function askingOn(desk: TestDesk): Promise<Asking> {
  const batches = batchesOn(desk)
  const { organization, ask } = batches
  const table = desk.table.as(organization, 30_000)
  const record = { organizationId: organization, name: 'Test', keyIds: [], version: 1, createdTime: CREATED }
  await keepNewOrganization(table, record)
  return {
    ...batches,
    table,
    async deliver(message, { table: used = table, clock = systemClock } = {}) {
      const read = BatchRequestMessage.parse(message)
      const origin = await takeDown(used, read, clock.now())
      const patient = () => ({ ...used, patience: patience(30_000) })
      await carryOut({ table: patient, clock, ids: idsFrom(clock) }, origin)
      return origin
    },
    came: async (id) => (await ask('payout-request-batch-requests/get', { id, method: 'GET' })).body,
    runs: async (id) => (await ask('payout-request-batch-schedules/runs', { id, method: 'GET' })).body,
    batches: async () => (await ask('payout-request-batches/list', { method: 'GET' })).body,
  }
}

/** An event on the bus, as EventBridge gives it to the queue. */
export const event = ({ organization }: Asking, requestId: string, detail: object = {}) => ({
  version: '0',
  'detail-type': 'payout-request-batch-requested',
  source: 'local.payments',
  detail: { organizationId: organization, requestId, filter: 'status:approved', ...detail },
})

/** A time of a schedule in the stage's settings, as its rule gives it to the queue. */
export const scheduled = ({ organization }: Asking, scheduledTime: string, detail: object = {}) => ({
  'detail-type': 'payout-request-batch-scheduled',
  detail: {
    organizationId: organization,
    schedule: 'daily',
    scheduledTime,
    filter: 'status:approved',
    ...detail,
  },
})
