import { beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../harness/client.ts'
import { type JourneyDesk, type JourneyOrganization, sharedDesk } from '../harness/desk.ts'
import { functionOf } from '../harness/faults.ts'
import { ASK, approvedRequest, payableCustomer } from '../harness/steps.ts'
import { changingNothing } from '../harness/table-contents.ts'

let desk: JourneyDesk
let us: JourneyOrganization

beforeAll(async () => {
  desk = await sharedDesk()
  us = await desk.newOrganization()
  await payableCustomer(us.call)
})

interface Prepared {
  readonly operation: string
  readonly body?: unknown
}

const SALE = {
  ...{ type: 'sale', result: 'approved', amount: 10, currency: 'EUR' },
  ...{ customerId: 'cus_1', paymentInstrumentId: 'inst_1', gatewayAccountId: 'gw_1' },
}

const CALLS: [file: string, prepare: () => Promise<Prepared>][] = [
  ['payout-requests/create', async () => ({ operation: 'POST /payout-requests', body: ASK })],
  ['payout-requests/list', async () => ({ operation: 'GET /payout-requests' })],
  [
    'payout-request-batches/create',
    async () => ({
      operation: 'POST /payout-request-batches',
      body: { payoutRequestIds: [(await approvedRequest(us.call)).id] },
    }),
  ],
  ['transactions/create', async () => ({ operation: 'POST /transactions', body: SALE })],
]

describe.each(CALLS)('%s', (file, prepare) => {
  it.each([
    ['loses its connection', 'lost-request'],
    ['is throttled', 'throttling'],
    ['dies', 'terminated-before'],
  ] as const)('answers without a word of its inside when it %s', async (_how, kind) => {
    const { operation, body } = await prepare()
    const ask = () => us.call(operation, { body })
    const answer = await changingNothing({ table: us.table, quiet: desk.stack.quiet }, async () => {
      const fault = desk.stack.faults.inject({ kind, function: functionOf(file) })
      return ask().finally(fault.remove)
    })
    expectOpaque(answer)
    expect((await ask()).status).toBeLessThan(300)
  })
})

it('answers without a word of its inside where the authorizer cannot look up the key', async () => {
  const they = await desk.newOrganization() // nobody has asked for its key yet
  const faults = desk.stack.faults.inject({
    kind: 'lost-request',
    function: functionOf('authorizer/authorizer'),
  })
  const answer = await they.call('GET /payout-requests')
  faults.remove()
  expect(answer.status).toBe(503)
  expectOpaque(answer)
  expect((await they.call('GET /payout-requests')).status).toBe(200)
})

it('goes on where calls cannot be counted', async () => {
  const faults = desk.stack.faults.inject({
    kind: 'lost-request',
    function: functionOf('authorizer/authorizer'),
    action: 'dynamodb:UpdateItem',
  })
  const answer = await us.call('POST /payout-requests', { body: ASK })
  faults.remove()
  expect([answer.status, answer.headers.get('x-ratelimit-limit')]).toEqual([201, null])
})

/** The five members of a problem, the request id among them, and no word of how it is made. */
function expectOpaque({ status, headers, body, text }: Answer): void {
  const requestId = headers.get('x-amzn-requestid')
  expect(requestId).toMatch(/^[-0-9a-f]{36}$/)
  expect([500, 503], text).toContain(status)
  expect(Object.keys(body).toSorted()).toEqual(['detail', 'instance', 'status', 'title', 'type'])
  expect(body).toMatchObject({ instance: `urn:uuid:${requestId}`, status })
  if (status === 503) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  if (status === 500) expect(body.detail).toContain(requestId)
  expect(text).not.toMatch(/dynamo|lambda|socket|hang up|exception|\.ts|\.mjs|node_modules|ORG#| at |stack/i)
}
