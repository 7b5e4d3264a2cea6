import { afterAll, beforeAll, expect, it } from 'vitest'
import { settleChunk } from '../../../functions/batch-run/settling.ts'
import { requestKey } from '../../../shared/repository/keys.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import { executeRun } from '../../harness/batch-run.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { meddledWith } from '../../harness/meddling.ts'
import { askedRun, batchOf } from '../../harness/runs.ts'
import { account, card, giveInstruments, openAccounts } from '../../harness/world.ts'
import { batchesOn } from '../payout-request-batches/members.ts'

let desk: TestDesk

beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

it('what is given back while a run decides is allocated as well, and told of', async () => {
  const { organization, ask, requests } = batchesOn(desk)
  const table = desk.table.as(organization)
  await openAccounts(table, account('gw'))
  await giveInstruments(table, card('cus_1', 'inst_1'))
  const [id = ''] = await requests(1)
  const leg = { payoutRequestId: id, paymentInstrumentId: 'inst_1', gatewayAccountId: 'gw', amount: 6 }
  const byHand = await ask('payout-request-allocations/create', { body: leg })
  const batchId = await batchOf(ask, [id])
  const runId = await askedRun(ask, batchId)
  const { handler: begin } = await import('../../../functions/batch-run/begin.ts')
  await begin({ organizationId: organization, batchId, runId })

  const canceling = { id: byHand.body.id, body: { status: 'canceled' } }
  const { table: meddled } = meddledWith(table, async (touches) => {
    if (touches(requestKey(organization, id))) await ask('payout-request-allocations/patch', canceling)
  })
  await settleChunk(meddled, { batchId, runId, chunk: 0 }, [id], systemClock)
  await executeRun(table, batchId, runId)

  const { body } = await ask('payout-request-batches/outcomes', { id: batchId, method: 'GET' })
  expect(body).toMatchObject([
    { outcome: 'allocated', availableBefore: 10, allocatedAmount: 10, unallocatedAmount: 0 },
  ])
  expect((await ask('payout-requests/get', { id })).body.availableAmount).toBe(0)
})
