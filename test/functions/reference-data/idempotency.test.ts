import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { GATEWAY_ACCOUNTS_LIMIT } from '../../../shared/domain/gateway-account.ts'
import { gatewayAccountCountKey } from '../../../shared/repository/gateway-keys.ts'
import { commit } from '../../../shared/repository/write.ts'
import { type Ask, newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { effects, kept } from './kept.ts'
import { caseOf, prepare, WRITES } from './writes.ts'

let desk: TestDesk
let organization: string
let ask: Ask

beforeAll(async () => {
  desk = await startTestDesk()
})
beforeEach(async () => {
  ;({ organization, ask } = await preparedOrganization())
})
afterAll(() => desk.stop())

const all = (of = organization) => kept(desk.table.as(of))
const keyed = (key: string = randomUUID()) => ({ 'Idempotency-Key': key })

async function preparedOrganization() {
  const organization = newOrganization()
  const ask = desk.as(organization)
  await prepare(ask)
  return { organization, ask }
}

it.each(WRITES)('happens once and has one answer: $title', async ({ call, show }) => {
  const before = await all()
  const headers = keyed()
  const first = await call(ask, organization, headers)
  expect([200, 201], first.text).toContain(first.status)
  expect(first.headers['Idempotent-Replayed']).toBeUndefined()
  const after = await all()
  expect(effects(after, organization)).not.toEqual(effects(before, organization))
  const shown = await show(ask, organization, first)
  expect([shown.body, shown.headers.ETag]).toEqual([first.body, first.headers.ETag])

  const again = await call(ask, organization, headers)
  expect(again).toEqual({ ...first, headers: { ...first.headers, 'Idempotent-Replayed': 'true' } })
  expect(await all()).toEqual(after)
})

it.each(WRITES)('happens once when six copies arrive together: $title', async ({ call, id }) => {
  const other = await preparedOrganization()
  const alone = await call(other.ask, other.organization)
  const headers = keyed()
  const copies = await Promise.all(Array.from({ length: 6 }, () => call(ask, organization, headers)))
  expect(copies.filter(({ status }) => status !== 200 && status !== 201)).toEqual([])
  expect(new Set(copies.map(({ text }) => text)).size).toBe(1)
  expect(new Set(copies.map(({ headers }) => headers.ETag)).size).toBe(1)
  const newId = (answer = alone) => (id === undefined ? String(answer.body.id) : undefined)
  expect(effects(await all(), organization, newId(copies[0]))).toEqual(
    effects(await all(other.organization), other.organization, newId()),
  )
})

it.each(WRITES.filter(({ settles }) => settles))('writes nothing where all is so: $title', async (write) => {
  const first = await write.call(ask, organization)
  const settled = await all()
  const again = await write.call(ask, organization, keyed())
  expect([again.body, again.headers.ETag]).toEqual([first.body, first.headers.ETag])
  expect(await all()).toEqual(settled)
})

it('answers a posted transaction that is there with 200 and the first, whatever the key', async () => {
  const own = caseOf('PostTransaction', 1)
  const first = await own.call(ask, organization, keyed())
  const again = await own.call(ask, organization, keyed())
  expect([first.status, again.status]).toEqual([201, 200])
  expect(again.text).toBe(first.text)
})

it('makes the last account that there is room for once, and says so to every copy of the call', async () => {
  const table = desk.table.as(organization)
  await commit(table, [
    {
      key: gatewayAccountCountKey(organization),
      update: { set: [['accounts', GATEWAY_ACCOUNTS_LIMIT - 1]] },
    },
  ])
  const create = caseOf('PostGatewayAccount', 0)
  const headers = keyed()
  const copies = await Promise.all(Array.from({ length: 6 }, () => create.call(ask, organization, headers)))
  expect(copies.map((answer) => answer.status)).toEqual(Array(6).fill(201))
  expect(new Set(copies.map((answer) => answer.text)).size).toBe(1)
  expect((await create.call(ask, organization, keyed())).status).toBe(422)
})
