import { afterAll, beforeAll, expect, it } from 'vitest'
import { LOCAL_STAGE } from '../../../infra/admin/stage-table.ts'
import { nameIn } from '../../../infra/names.ts'
import { BATCH_MEMBERS_LIMIT } from '../../../shared/domain/batch.ts'
import { readyRequests } from '../../harness/payout-requests.ts'
import { card, giveInstruments } from '../../harness/world.ts'
import { SCHEDULED } from '../harness/assembly.ts'
import { all, done } from '../harness/client.ts'
import { type JourneyOrganization, type OwnDesk, startDesk } from '../harness/desk.ts'
import { ACCOUNT } from '../harness/steps.ts'

/** From a rule of the stage's settings to money that has arrived, for as many requests as a batch takes. */

let desk: OwnDesk
let us: JourneyOrganization
beforeAll(async () => {
  desk = await startDesk()
  us = await desk.newOrganization(SCHEDULED.organizationId)
  await done(us.call('PUT /gateway-accounts/gw_1', { body: ACCOUNT }))
  const cards = Array.from({ length: CUSTOMERS }, (_, i) => card(`cus_${i}`, `card_${i}`))
  await giveInstruments(us.table, ...cards)
})
afterAll(() => desk.stop())

/** So that their payments do not wait for each other. */
const CUSTOMERS = 250

const itIsTime = () => desk.stack.triggerSchedule(nameIn(LOCAL_STAGE, `batches-${SCHEDULED.name}`))
const runs = () => done(us.call(`GET /payout-request-batch-schedules/${SCHEDULED.name}/runs`))

it('a rule has a thousand requests approved, put into one batch, allocated and, when told to, paid', async () => {
  await readyRequests(us.table, BATCH_MEMBERS_LIMIT, (i) => ({ customerId: `cus_${i % CUSTOMERS}` }))
  itIsTime()
  itIsTime() // EventBridge delivers at least once
  await desk.stack.quiet()
  const ran = (await runs()).filter(({ batches }: any) => batches.length > 0) // the minute may have ended in between
  expect(ran).toMatchObject([
    {
      status: 'completed',
      userId: SCHEDULED.userId,
      scheduledTime: expect.stringMatching(/:00\.000Z$/),
      batches: [{ totalCount: BATCH_MEMBERS_LIMIT }],
    },
  ])
  const [{ id }] = ran[0].batches
  const batch = await done(us.call(`GET /payout-request-batches/${id}`))
  expect(batch).toMatchObject({
    description: SCHEDULED.description,
    successCount: BATCH_MEMBERS_LIMIT,
    failureCount: 0,
  })
  expect(await all(us, '/payout-request-batches')).toHaveLength(1)

  await done(us.call(`POST /payout-request-batches/${id}/process`))
  await desk.stack.quiet()
  const requests = await all(us, `/payout-requests?filter=batchId:${id}`)
  expect(requests).toHaveLength(BATCH_MEMBERS_LIMIT)
  expect(new Set(requests.map(({ status }) => status))).toEqual(new Set(['fulfilled']))
  const paid = requests.reduce((sum, { paidAmount }) => sum + paidAmount, 0)
  expect(paid).toBe(BATCH_MEMBERS_LIMIT * 10)
}, 400_000) // a thousand payments, on a machine that has other things to do
