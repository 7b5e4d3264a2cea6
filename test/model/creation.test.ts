import { expect, it } from 'vitest'
import { creationPromises } from './batches/promises.ts'
import { type Creator, creator, sweeperOf } from './batches/creators.ts'
import { requests } from './batches/requests.ts'
import { explore } from './explorer.ts'
import type { Liberties, Scenario } from './scenario.ts'

const scenario = (creators: readonly Creator[], may: Liberties = {}): Scenario => ({
  seed: requests([...new Set(creators.flatMap(({ ids }) => [...ids]))].join('')),
  processes: creators.map(creator),
  sweeper: sweeperOf(creators.map(({ batch }) => batch)),
  promises: creationPromises(creators, { undisturbed: Object.keys(may).length === 0 }),
  may,
})

const cases: [string, Scenario][] = [
  ['two', scenario([{ batch: 'A', ids: 'ab' }, { batch: 'B', ids: 'ba' }])],
  ['two any clock', scenario([{ batch: 'A', ids: 'ab' }, { batch: 'B', ids: 'ba' }], { anyClock: true })],
  ['two any clock, lost', scenario([{ batch: 'A', ids: 'ab' }, { batch: 'B', ids: 'ba' }], { anyClock: true, lostAnswers: 1 })],
  ['two any clock, impatient, lost, fault, torn', scenario([{ batch: 'A', ids: 'ab' }, { batch: 'B', ids: 'ba' }], { anyClock: true, lostAnswers: 1, faults: 1, impatience: true, tornReads: true })],
  ['two filter', scenario([{ batch: 'A', ids: 'abc', kind: 'filter', chunk: 2 }, { batch: 'B', ids: 'abc', kind: 'filter', chunk: 2 }])],
  ['three', scenario([{ batch: 'A', ids: 'ab' }, { batch: 'B', ids: 'bc' }, { batch: 'C', ids: 'ca' }])],
  ['three any', scenario([{ batch: 'A', ids: 'ab' }, { batch: 'B', ids: 'bc' }, { batch: 'C', ids: 'ca' }], { anyClock: true })],
]

it.each(cases)('%s', async (name, spec) => {
  const start = performance.now()
  const result = await explore(spec)
  console.log(name, result.states, result.isWhole, Math.round(performance.now() - start), 'ms', result.violation?.what)
  if (result.violation) console.log(result.violation.trace.join('\n'))
  expect(result.violation).toBeUndefined()
})
