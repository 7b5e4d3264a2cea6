import { expect, it } from 'vitest'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import {
  type MemberOperation,
  operateOnEach,
  ownLanes,
} from '../../../../shared/repository/batches/each-member.ts'
import { stale } from '../../../../shared/repository/write.ts'

/** Members are numbers kept here; a change counts one up, and `keep` does to it what the test says first. */
function counting(ids: readonly string[], obstacle: (id: string, keep: number) => void = () => {}) {
  const counts = new Map(ids.map((id) => [id, 0]))
  let keeps = 0
  let inFlight = 0
  let most = 0
  const operation: MemberOperation<string, string> = {
    idOf: (id) => id,
    read: async (wanted) => wanted.filter((id) => counts.has(id)),
    decide: (id) => (counts.get(id) === 0 ? [id] : []),
    async keep(changes) {
      most = Math.max(most, ++inFlight)
      await Promise.resolve()
      inFlight--
      keeps++
      for (const id of changes) obstacle(id, keeps)
      for (const id of changes) counts.set(id, (counts.get(id) ?? 0) + 1)
    },
    lanes: ownLanes,
  }
  return { operation, counts, most: () => most, keeps: () => keeps }
}

const outcomesOf = async (operation: MemberOperation<string, string>, ids: readonly string[]) =>
  (await operateOnEach(operation, ids)).map(({ payoutRequestId, outcome, reason }) =>
    [payoutRequestId, outcome, reason].filter(Boolean).join(' '),
  )

it('tells of each in the order of the ids, with at most 64 writes in flight', async () => {
  const ids = Array.from({ length: 200 }, (_, i) => `m${i}`)
  const { operation, most } = counting(ids)
  expect(await outcomesOf(operation, [...ids, 'gone'])).toEqual(ids.map((id) => `${id} done`))
  expect(most()).toBe(64)
})

it('lets no member’s refusal or fault touch the others', async () => {
  const { operation, counts } = counting(['a', 'b', 'c', 'd'], (id) => {
    if (id === 'b') throw new Refusal('blocked')
    if (id === 'c') throw new Refusal('busy')
    if (id === 'd') throw new Error('out of order')
  })
  const together = { ...operation, lanes: (members: readonly string[]) => [[members]] }
  expect(await outcomesOf(together, ['a', 'b', 'c', 'd'])).toEqual([
    'a done',
    'b refused blocked',
    'c fault',
    'd fault',
  ])
  expect([...counts.values()]).toEqual([1, 0, 0, 0])
  const [, , fault] = await operateOnEach(together, ['a', 'b', 'c', 'd'])
  expect(fault?.errorId).toMatch(/^[-0-9a-f]{36}$/)
})

it('keeps a group at once, and looks again at each where it was not as it was read', async () => {
  const ids = ['a', 'b', 'c']
  const whole = counting(ids)
  const lanes = (members: readonly string[]) => [[members]]
  expect(await outcomesOf({ ...whole.operation, lanes }, ids)).toEqual(['a done', 'b done', 'c done'])
  expect(whole.keeps()).toBe(1)

  const overtaken = counting(ids, (id, keep) => {
    if (keep > 1 || id !== 'b') return
    overtaken.counts.set('b', 1) // somebody else does it just then
    throw stale()
  })
  expect(await outcomesOf({ ...overtaken.operation, lanes }, ids)).toEqual([
    'a done',
    'b unchanged',
    'c done',
  ])
  expect([...overtaken.counts.values()]).toEqual([1, 1, 1])
})

it('gives a member up that others change at every try', async () => {
  const { operation, keeps } = counting(['a', 'b'], (id) => {
    if (id === 'a') throw stale()
  })
  expect(await outcomesOf(operation, ['a', 'b'])).toEqual(['a fault', 'b done'])
  expect(keeps()).toBe(5 + 1)
})
