import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { askedRun, finishedRun } from '../../harness/runs.ts'
import { account, openAccounts } from '../../harness/world.ts'
import { threeCustomers } from './three-customers.ts'

let desk: TestDesk

beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

it('tells of one member every pair in the order of the walk: its cap part by part, what it took, and why no more', async () => {
  const { ask, table, ids, id } = await threeCustomers(desk)
  await openAccounts(
    table,
    account('gw_0', { method: 'paypal' }),
    account('gw_2', {
      payoutLimits: {
        maxPerTransaction: [{ currency: 'JPY', amountMinor: 120n }],
        minPerTransaction: [{ currency: 'JPY', amountMinor: 10n }],
        maxPerPeriod: [{ currency: 'JPY', amountMinor: 1000n, since: 1 }],
      },
    }),
  )
  const runId = await finishedRun(ask, table, id)
  const trace = (query: Record<string, string> = {}, payoutRequestId = ids[1] ?? '') =>
    ask('payout-request-batches/outcome', { id, query, path: { payoutRequestId } })
  const { body, headers } = await trace()
  const [row] = (
    await ask('payout-request-batches/outcomes', { id, query: { filter: `payoutRequestId:${ids[1]}` } })
  ).body
  const { explanation, allocationOrder, allocationPolicy, candidates, ...outcome } = body
  expect(outcome).toEqual(row)
  expect(headers.ETag).toBe('"1"')
  expect([explanation, allocationOrder[0], allocationPolicy]).toEqual([
    null,
    'payment-card',
    'largest-exposure',
  ])
  const told = candidates.map((pair: Record<string, unknown>) =>
    [
      'paymentInstrumentId gatewayAccountId orderEntry exposureAmount openAmount',
      'capacityAmount transactionMaximumAmount transactionMinimumAmount periodLeftAmount',
      'neededAmount availableAmount allocatedAmount limitedBy reason',
    ].map((names) => names.split(' ').map((name) => pair[name])),
  )
  expect(told).toEqual([
    [
      ['inst_bert', 'gw_1', 'payment-card', 300, 0],
      [300, null, null, null],
      [500, 300, 300, 'exposure', null],
    ],
    [
      ['inst_bert', 'gw_2', 'payment-card', 0, 0],
      [null, 120, 10, 1000],
      [200, 120, 120, 'transaction-maximum', null],
    ],
    [
      ['inst_bert_2', 'gw_1', 'payment-card', 0, 0],
      [0, null, null, null],
      [80, 0, 0, null, 'no-covering-payment'],
    ],
    [
      ['inst_bert_2', 'gw_2', 'payment-card', 0, 0],
      [null, 120, 10, 880],
      [80, 120, 80, 'amount', null],
    ],
    [
      ['inst_bert', 'gw_0', null, 0, 0],
      [0, null, null, null],
      [0, 0, 0, null, 'method-mismatch'],
    ],
    [
      ['inst_bert_2', 'gw_0', null, 0, 0],
      [0, null, null, null],
      [0, 0, 0, null, 'method-mismatch'],
    ],
  ])
  expect(candidates[2]).toMatchObject({
    gatewayName: 'TestProcessor',
    gatewayPayoutInstruction: 'covered-payout',
    movedAmount: 0,
    explanation: 'No approved payment in this currency stands against a payout on this pair.',
  })

  expect((await trace({ run: runId }, ids[2])).body).toMatchObject({
    reason: 'no-instrument',
    explanation: 'The customer had no payment instrument.',
    candidates: [],
  })
  const unknown = [await trace({ run: 'run_x' }), await trace({}, 'pout_req_x'), await trace({}, 'a b')]
  expect(unknown.map(({ status }) => status)).toEqual([404, 404, 404])
})

it('knows no trace of a member before the run has come to it', async () => {
  const { ask, ids, id } = await threeCustomers(desk)
  const trace = () => ask('payout-request-batches/outcome', { id, path: { payoutRequestId: ids[0] ?? '' } })
  expect((await trace()).status).toBe(404)
  await askedRun(ask, id)
  expect((await trace()).status).toBe(404)
})
