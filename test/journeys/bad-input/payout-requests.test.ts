import { beforeAll, expect, it } from 'vitest'
import { done } from '../harness/client.ts'
import { type JourneyDesk, type JourneyOrganization, sharedDesk } from '../harness/desk.ts'
import { ASK, approvedRequest } from '../harness/steps.ts'
import { changingNothing } from '../harness/table-contents.ts'

/** What moves payout requests and talks about them, asked wrongly: refused by its reason, and nothing is changed. */

let desk: JourneyDesk
let us: JourneyOrganization

beforeAll(async () => {
  desk = await sharedDesk()
  us = await desk.newOrganization()
})

async function refused(operation: string, body: unknown): Promise<unknown[]> {
  const answer = await changingNothing({ table: us.table, quiet: desk.stack.quiet }, () =>
    us.call(operation, { body }),
  )
  const fields = answer.body?.invalidFields?.map(({ field }: { field: string }) => field)
  return [
    answer.status,
    String(answer.body?.type).replace(/^.*:/, ''),
    ...(fields ? [fields.toSorted().join()] : []),
  ]
}

it.each([
  [{ amounts: [50, 49.99], splitReason: 'other' }, 'amounts'],
  [{ amounts: [100], splitReason: 'whim', cvv: '123' }, 'amounts,cvv,splitReason'],
  [{ amounts: [50.001, 49.999], splitReason: 'other' }, 'amounts.0,amounts.1'],
  [{ amounts: ['50', -50, 100], splitReason: 'other' }, 'amounts.0,amounts.1'],
  [{}, 'amounts,splitReason'],
])('a split by %o', async (body, fields) => {
  const { id } = await approvedRequest(us.call)
  expect(await refused(`POST /payout-requests/${id}/split`, body)).toEqual([422, 'invalid-fields', fields])
  const byItsOwnPath = await refused('POST /payout-request-splits', { payoutRequestId: id, ...body })
  expect(byItsOwnPath).toEqual([422, 'invalid-fields', fields])
})

it('a second end of a payout request', async () => {
  const { id } = await done(us.call('POST /payout-requests', { body: ASK }))
  await done(us.call(`POST /payout-requests/${id}/cancel`))
  const halves = { amounts: [50, 50], splitReason: 'other' }
  for (const [way, body] of [
    ['cancel', {}],
    ['split', halves],
  ] as const)
    expect(await refused(`POST /payout-requests/${id}/${way}`, body)).toEqual([409, 'transition-not-allowed'])
})

it('a comment that says nothing, and the deletion of what happened', async () => {
  const { id } = await approvedRequest(us.call)
  const path = `/payout-requests/${id}/timeline`
  expect(await refused(`POST ${path}`, { message: '' })).toEqual([422, 'invalid-fields', 'message'])
  await desk.stack.quiet()
  const [approved] = await done(us.call(`GET ${path}`))
  expect(await refused(`DELETE ${path}/${approved.id}`, undefined)).toEqual([409, 'not-deletable'])
  expect(await refused(`DELETE ${path}/tlm_nothing`, undefined)).toEqual([404, 'not-found'])
})
