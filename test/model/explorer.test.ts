import { expect, it } from 'vitest'
import { is, lessThan } from '../../shared/repository/expressions.ts'
import { getItem, getItems } from '../../shared/repository/read.ts'
import { attemptAll, commit, type Write } from '../../shared/repository/write.ts'
import { explore } from './explorer.ts'
import type { Process, Scenario, TableView, World } from './scenario.ts'
import { wander } from './wander.ts'

/** The explorer itself, on protocols of a few lines. */

const KEY = { pk: 'counter', sk: 'META' }
const OTHER = { pk: 'other', sk: 'META' }

const scenario = (
  processes: readonly Process[],
  promise: Partial<Scenario['promises']>,
  may = {},
): Scenario => ({
  seed: [
    { ...KEY, count: 0 },
    { ...OTHER, count: 0 },
  ],
  processes,
  may,
  promises: { always: () => undefined, ...promise },
})

const count = (table: TableView): unknown => table.get(KEY)?.['count']

const adds: Write = { key: KEY, update: { increase: [['count', 1]] } }

const setTo = (value: unknown, when: Write['when'] = []): Write => ({
  key: KEY,
  update: { set: [['count', value]] },
  when,
})

const process = (name: string, run: (world: World) => Promise<unknown>): Process => ({ name, run })

const readThenWrite = async ({ table }: World) => {
  const before = Number((await getItem(table, KEY))?.['count'])
  await commit(table, [setTo(before + 1)])
}

const compareAndSet = async ({ table }: World) => {
  for (;;) {
    const before = Number((await getItem(table, KEY))?.['count'])
    if ((await attemptAll(table, [setTo(before + 1, [is('count', before)])])).applied) return
  }
}

const isTwo = {
  ended: (_: unknown, table: TableView) =>
    count(table) === 2 ? undefined : `counted ${String(count(table))}`,
}

it('finds the lost update of a read and an unconditional write, on the shortest way', async () => {
  const { violation } = await explore(
    scenario([process('P', readThenWrite), process('Q', readThenWrite)], isTwo),
  )

  expect(violation?.what).toBe('counted 1')
  expect(violation?.trace).toHaveLength(4)
  expect(violation?.trace.join('\n')).toContain('SET count = 1')
})

it('finds nothing where the write demands what was read', async () => {
  const { violation, isWhole } = await explore(
    scenario([process('P', compareAndSet), process('Q', compareAndSet)], isTwo),
  )

  expect(violation).toBeUndefined()
  expect(isWhole).toBe(true)
})

it('sends a write again whose answer was lost', async () => {
  const once = process('P', async ({ table }) => void (await commit(table, [adds])))
  const isOne = { ended: (_: unknown, table: TableView) => (count(table) === 1 ? undefined : 'added twice') }

  expect((await explore(scenario([once], isOne))).violation).toBeUndefined()
  expect((await explore(scenario([once], isOne, { lostAnswers: 1 }))).violation?.what).toBe('added twice')
})

it('lets a call fail before and after it wrote', async () => {
  const counts = new Set<unknown>()
  const always = (table: TableView) => void counts.add(count(table))
  const told = process('P', async ({ table }) => {
    await commit(table, [adds]).catch(() => commit(table, [setTo('failed')]))
  })

  const { violation } = await explore(scenario([told], { always }, { faults: 1 }))

  expect(violation).toBeUndefined()
  expect(counts).toEqual(new Set([0, 1, 'failed']))
})

it('tells a process that fails without a fault', async () => {
  const broken = process('P', async ({ table }) => void (await commit(table, [setTo(1, [is('count', 7)])])))

  expect((await explore(scenario([broken], {}))).violation?.what).toMatch(/^P failed by itself/)
})

it('finds two that wait for each other', async () => {
  const waits =
    (own: typeof KEY, others: typeof KEY) =>
    async ({ table }: World) => {
      await commit(table, [{ key: own, update: { set: [['taken', true]] } }])
      while ((await getItem(table, others))?.['taken']) await table.patience.pause(1)
      await commit(table, [{ key: own, update: { set: [['taken', false]] } }])
    }

  const { violation } = await explore(
    scenario([process('P', waits(KEY, OTHER)), process('Q', waits(OTHER, KEY))], {}),
  )

  expect(violation?.what).toBe('a deadlock: nothing will change for P and Q, who wait')
})

it('wakes who waits when what it saw has changed', async () => {
  const waits = process('P', async ({ table }) => {
    while (Number((await getItem(table, KEY))?.['count']) < 2) await table.patience.pause(1)
  })
  const counts = process('Q', async ({ table }) => {
    for (let i = 0; i < 2; i++) await commit(table, [adds])
  })

  expect((await explore(scenario([waits, counts], isTwo))).violation).toBeUndefined()
})

it('finds a process that goes round in circles', async () => {
  const circles = process('P', async ({ table }) => {
    while ((await getItem(table, KEY))?.['count'] === 0);
  })

  expect((await explore(scenario([circles], {}))).violation?.what).toMatch(/does not come to an end/)
})

it('answers questions to the clock in every way, if it may', async () => {
  const answers = new Set<unknown>()
  const asks = process('P', async ({ ask, table }) => {
    const first = ask('late')
    await getItem(table, KEY)
    return `${first} ${ask('late')}`
  })
  const answered = (_: string, answer: unknown) => void answers.add(answer)

  await explore(scenario([asks], { answered }))
  expect(answers).toEqual(new Set(['false false']))

  await explore(scenario([asks], { answered }, { anyClock: true }))
  expect(answers).toEqual(new Set(['false false', 'false true', 'true false', 'true true']))
})

it('reads several items one after the other, if it may', async () => {
  const both = process('P', async ({ table }) => {
    const items = [...(await getItems(table, [KEY, OTHER])).values()]
    return items.map((item) => item['count']).join()
  })
  const writes = process('Q', async ({ table }) => {
    await commit(
      table,
      [KEY, OTHER].map(
        (key): Write => ({ key, update: { set: [['count', 1]] }, when: [lessThan('count', 1)] }),
      ),
    )
  })
  const answered = (name: string, answer: unknown) => (name === 'P' && answer === '0,1' ? 'torn' : undefined)

  expect((await explore(scenario([both, writes], { answered }))).violation).toBeUndefined()
  expect((await explore(scenario([both, writes], { answered }, { tornReads: true }))).violation?.what).toBe(
    'torn',
  )
})

it('finds by wandering what it finds by exploring, and finds it again by the seed', async () => {
  const race = scenario([process('P', readThenWrite), process('Q', readThenWrite)], isTwo)

  const { violation } = await wander(race, { seed: 1, walks: 100 })

  expect(violation?.what).toBe('counted 1')
  const again = await wander(race, { seed: violation?.seed ?? 0, walks: 1 })
  expect(again.violation).toEqual(violation)
})

it('has the sweeper come at every moment', async () => {
  const half = process('P', async ({ table }) => {
    await commit(table, [setTo(1)])
    await commit(table, [setTo(2)])
  })
  const sweeper = process(
    'sweeper',
    async ({ table }) => void (await attemptAll(table, [setTo(3, [is('count', 0)])])),
  )
  const swept = (table: TableView) => (count(table) === 1 ? 'half-done' : undefined)

  const { violation } = await explore({ ...scenario([half], { swept }), sweeper })

  expect(violation?.what).toBe('half-done, when all stop here and the sweeper comes')
})
