import { afterAll, beforeAll, expect, it } from 'vitest'
import { newOrganization } from '../../harness/desk.ts'
import { type FrontedDesk, startFrontedDesk } from '../../harness/fronted-desk.ts'

let desk: FrontedDesk
beforeAll(async () => {
  desk = await startFrontedDesk()
})
afterAll(() => desk.stop())

const READS = [
  ['gateway-accounts/get', 'dynamodb:GetItem', { id: 'unknown' }, 404],
  ['payout-requests/list', 'dynamodb:Query', {}, 200],
  ['payout-requests/list', 'dynamodb:BatchGetItem', { query: { filter: 'id:a' } }, 200],
] as const

it.each(READS)('%s waits for a table that throttles %s for a while', async (path, action, ask, status) => {
  // The SDK itself sends a throttled call four times before anybody hears of it.
  const fault = desk.endpoint.faults.inject({ kind: 'throttling', action, times: 5 })
  const answer = await desk.as(newOrganization())(path, ask)
  fault.remove()
  expect(answer.status).toBe(status)
  expect(fault.strikes()).toBeGreaterThan(0)
})

it('answers 503 and when to come back while the table throttles on', async () => {
  const fault = desk.endpoint.faults.inject({ kind: 'throttling', action: 'dynamodb:Query' })
  const { status, body, headers } = await desk.as(newOrganization())('payout-requests/list', {})
  fault.remove()
  expect([status, body.type]).toEqual([503, 'urn:payout-desk:problem:busy'])
  expect(Number(headers['Retry-After'])).toBeGreaterThan(0)
})
