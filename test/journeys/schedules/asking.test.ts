import { afterAll, beforeAll, expect, it } from 'vitest'
import { LOCAL_STAGE } from '../../../infra/admin/stage-table.ts'
import { nameIn } from '../../../infra/names.ts'
import { scheduleKey } from '../../../shared/repository/schedule-keys.ts'
import { commit } from '../../../shared/repository/write.ts'
import { done } from '../harness/client.ts'
import { type JourneyOrganization, type OwnDesk, startDesk } from '../harness/desk.ts'
import { functionOf, neverConclude } from '../harness/faults.ts'
import { allOverdue } from '../harness/overdue.ts'
import { deadLettersIn, publish } from '../harness/sending.ts'
import { approvedRequest, payableCustomer } from '../harness/steps.ts'

/** Schedules of the API, and events on the bus, through the whole stack. */

let desk: OwnDesk
let us: JourneyOrganization
beforeAll(async () => {
  desk = await startDesk()
})
afterAll(() => desk.stop())

async function newOrganization(): Promise<void> {
  us = await desk.newOrganization()
  await payableCustomer(us.call)
}

async function sweep(): Promise<void> {
  desk.stack.triggerSchedule(nameIn(LOCAL_STAGE, 'sweep'))
  await desk.stack.quiet()
}

const SCHEDULE = { name: 'Each minute', expression: 'rate(1 minute)', filter: 'status:approved' }
const create = (body: object = SCHEDULE) => done(us.call('POST /payout-request-batch-schedules', { body }))
const runs = ({ id }: { id: string }) => done(us.call(`GET /payout-request-batch-schedules/${id}/runs`))
const requested = (detail: object, source?: string) =>
  publish(
    desk.stack,
    'payout-request-batch-requested',
    { organizationId: us.id, filter: 'status:approved', ...detail },
    source,
  )
const came = async (requestId: string) =>
  (await us.call(`GET /payout-request-batch-requests/${requestId}`)).body

it('a schedule makes batches when its time has come, and not while its last run is in progress', async () => {
  await newOrganization()
  const schedule = await create()
  await approvedRequest(us.call)
  await sweep()
  expect(await runs(schedule)).toEqual([])

  const goOn = neverConclude(desk.stack)
  const tickAt = async (time: string) => {
    const due = { set: [['nextTime', time] as const, ['dueKey', `${time}#${schedule.id}`] as const] }
    await commit(us.table, [{ key: scheduleKey(us.id, schedule.id), update: due }])
    desk.stack.triggerSchedule(nameIn(LOCAL_STAGE, 'sweep'))
  }
  await tickAt('2026-01-01T00:00:00.000Z')
  await expect.poll(async () => (await runs(schedule))[0]?.batches).toMatchObject([{ totalCount: 1 }])
  await approvedRequest(us.call)
  await tickAt('2026-01-01T00:01:00.000Z')
  await expect.poll(async () => (await runs(schedule))[0]?.status).toBe('skipped')
  goOn()
  await desk.stack.quiet()
  expect(await runs(schedule)).toMatchObject([
    { status: 'skipped', reason: 'last-run-in-progress' },
    { status: 'completed', userId: 'usr_journey' },
  ])
  await done(us.call(`DELETE /payout-request-batch-schedules/${schedule.id}`))
})

it('an event makes its batch once, from the sources that the stage lists only', async () => {
  await newOrganization()
  const { id } = await approvedRequest(us.call)
  await requested({ requestId: 'closing' }, 'somebody.else')
  await desk.stack.quiet()
  expect((await came('closing')).status).toBe(404)
  await requested({ requestId: 'empty', filter: 'currency:JPY' })
  for (let n = 0; n < 3; n++) await requested({ requestId: 'closing', userId: 'usr_erp' })
  await requested({ requestId: 'a reference / of theirs' })
  await desk.stack.quiet()
  expect(await came('closing')).toMatchObject({ status: 'completed', userId: 'usr_erp' })
  expect((await came('empty')).status).toBe('nothing-to-do')
  expect((await came(encodeURIComponent('a reference / of theirs'))).status).toBe('nothing-to-do')
  const request = await done(us.call(`GET /payout-requests/${id}`))
  expect([request.batchId, request.status]).toEqual([(await came('closing')).batches[0].id, 'in-progress'])
  expect(await deadLettersIn(desk.stack, 'batch-requests')).toEqual([])
})

it('an event that can never be done is set aside with the reason', async () => {
  await newOrganization()
  await requested({ requestId: 'one' })
  await desk.stack.quiet()
  await requested({ requestId: 'one', filter: 'status:ready' })
  await requested({ requestId: 'two', filter: 'batchId:!null' })
  await requested({ requestId: 'three', filter: 'colour:red' })
  await requested({ requestId: 'four', organizationId: 'org_nobody' })
  await requested({ filter: 'status:approved' })
  await desk.stack.quiet()
  expect((await deadLettersIn(desk.stack, 'batch-requests')).toSorted()).toEqual(
    [
      'filter-empty',
      'invalid-filter',
      'not-as-specified',
      'request-differs',
      'unknown-organization',
    ].toSorted(),
  )
  for (const requestId of ['two', 'three', 'four']) expect((await came(requestId)).status).toBe(404)
})

/** The last here: its message stays out of sight for minutes, so that the stack is never quiet again. */
it('a worker that dies leaves nothing undone: the sweep has another go on with it', async () => {
  await newOrganization()
  await approvedRequest(us.call)
  const schedule = await create()
  const crash = desk.stack.faults.inject({
    kind: 'terminated-after',
    function: functionOf('background/start-scheduled-batch'),
    action: 'dynamodb:TransactWriteItems',
    call: 2,
  })
  const sweepAll = async () => {
    await allOverdue(us.table)
    await desk.stack.invoke(functionOf('background/sweep'), {})
  }
  await sweepAll()
  await expect.poll(crash.strikes).toBe(1)
  crash.remove()
  expect((await runs(schedule))[0]).toMatchObject({ status: 'processing', batches: [] })
  await sweepAll() // the lease of what it has claimed is over as well
  await expect
    .poll(async () => (await runs(schedule)).at(-1))
    .toMatchObject({ status: 'completed', batches: [{ totalCount: 1 }] })
  expect(await done(us.call('GET /payout-request-batches'))).toHaveLength(1)
})
