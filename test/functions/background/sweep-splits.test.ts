import { afterAll, beforeAll, expect, it } from 'vitest'
import { newlyAsked, representPayoutRequest } from '../../../shared/contracts/payout-request.ts'
import { childrenOf, splitRequest } from '../../../shared/domain/split.ts'
import { dueWork } from '../../../shared/repository/open-work.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { keepSplit } from '../../../shared/repository/splits.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import { idsFrom } from '../../../shared/runtime/ids.ts'
import { crashAt } from '../../harness/crash.ts'
import { newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { readyRequests } from '../../harness/payout-requests.ts'

let desk: TestDesk
let sweep: () => Promise<unknown>
beforeAll(async () => {
  desk = await startTestDesk()
  sweep = (await import('../../../functions/background/sweep.ts')).handler
})
afterAll(() => desk.stop())

const LONG_AGO = { by: 'usr_1', at: '2026-01-01T00:00:00.000Z' }
const ids = idsFrom(systemClock)

interface Splitting {
  readonly organization: string
  readonly id: string
  readonly childIds: readonly string[]
  readonly given: unknown
  readonly run: (table: OrganizationTable) => Promise<unknown>
}

async function splitting(count: number, description: string, stamp = LONG_AGO): Promise<Splitting> {
  const organization = newOrganization()
  const ask = () => ({ description, amountMinor: BigInt(count) * 100n })
  const [request] = await readyRequests(desk.table.as(organization), 1, ask)
  if (!request) throw new Error('There is nothing to split.')
  const asked = { amounts: Array.from({ length: count }, () => 1), splitDescription: null }
  const decided = splitRequest(
    request,
    { ...asked, splitReason: 'other' },
    () => ids.nextPayoutRequest(),
    stamp,
  )
  const children = childrenOf(decided.split)
  const shown = children.map((child) =>
    representPayoutRequest(newlyAsked(child), (rel, href) => ({ rel, href })),
  )
  return {
    organization,
    id: request.id,
    childIds: children.map(({ id }) => id),
    given: JSON.parse(JSON.stringify(shown)),
    run: (table) => keepSplit(table, request, decided, []),
  }
}

/** The original's status, and the ids of all other requests of the organization. */
async function standing({ organization, id }: Splitting) {
  const query = { limit: '1000', sort: 'createdTime' }
  const { body } = await desk.as(organization)('payout-requests/list', { query, method: 'GET' })
  const { status } = body.find((one: { id: string }) => one.id === id)
  const others = body.filter((one: { id: string }) => one.id !== id)
  return { status, others: others.map((one: { id: string }) => one.id).toSorted(), shown: others }
}

const finishers = {
  'the sweeper': () => sweep(),
  'the same call again': async ({ organization, given }: Splitting) => {
    const { splitAgain } = await import('../../../functions/payout-requests/splitting.ts')
    await splitAgain(given, { table: desk.table.as(organization) })
  },
}

it.each([
  [2, '', 1],
  [97, '', 1],
  [98, '', 2],
  [100, 'long '.repeat(200), 3],
])('into %i is whole or not there, wherever it stops', async (count, description, transactions) => {
  for (const when of ['before', 'after'] as const)
    for (let write = 1; write <= transactions; write++) {
      const split = await splitting(count, description)
      const crash = crashAt(desk.table.as(split.organization), write, when)
      expect(await Promise.race([crash.stopped, split.run(crash.table)])).toBe('stopped')
      const isBegun = when === 'after' || write > 1
      expect((await standing(split)).status).toBe(isBegun ? 'split' : 'ready')
      await sweep()
      const { status, others, shown } = await standing(split)
      expect([status, others]).toEqual(isBegun ? ['split', split.childIds.toSorted()] : ['ready', []])
      for (const one of shown) expect([one.amount, one.description ?? '']).toEqual([1, description])
    }
})

it.each(Object.entries(finishers))('is finished once by %s', async (_, finish) => {
  const split = await splitting(100, '')
  const crash = crashAt(desk.table.as(split.organization), 1, 'after')
  await Promise.race([crash.stopped, split.run(crash.table)])
  expect((await standing(split)).others).toHaveLength(97)
  // Its description may still be changed: the children are those of the split all the same.
  const ask = desk.as(split.organization)
  await ask('payout-requests/patch', { id: split.id, body: { description: 'Later' } })
  await Promise.all([finish(split), finish(split)])
  await finish(split)
  const { others, shown } = await standing(split)
  expect(others).toEqual(split.childIds.toSorted())
  expect(new Set(shown.map((one: { description: string }) => one.description))).toEqual(new Set(['']))
  const due = await Array.fromAsync(dueWork(desk.table.as(''), 'split', new Date(), 10))
  expect(due.flat()).toEqual([])
})

it('is left to whoever is at work on it', async () => {
  const split = await splitting(100, '', { by: 'usr_1', at: new Date().toISOString() })
  const crash = crashAt(desk.table.as(split.organization), 1, 'after')
  await Promise.race([crash.stopped, split.run(crash.table)])
  await sweep()
  expect((await standing(split)).others).toHaveLength(97)
})
