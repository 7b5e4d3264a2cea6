import { afterAll, beforeAll, expect, it } from 'vitest'
import { newOrganization } from '../../harness/desk.ts'
import { type FrontedDesk, startFrontedDesk } from '../../harness/fronted-desk.ts'

let desk: FrontedDesk
beforeAll(async () => {
  desk = await startFrontedDesk()
})
afterAll(() => desk.stop())

it.each([
  ['gateway-accounts/get', 'dynamodb:GetItem', { id: 'unknown' }],
  ['payout-requests/list', 'dynamodb:Query', {}],
  ['payout-requests/list', 'dynamodb:BatchGetItem', { query: { filter: 'id:a' } }],
])('%s answers 503 and when to come back while the table throttles %s', async (path, action, ask) => {
  const fault = desk.endpoint.faults.inject({ kind: 'throttling', action })
  const { status, body, headers } = await desk.as(newOrganization())(path, ask)
  fault.remove()
  expect([status, body.type]).toEqual([503, 'urn:payout-desk:problem:busy'])
  expect(Number(headers['Retry-After'])).toBeGreaterThan(0)
})
