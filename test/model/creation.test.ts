import { describe, expect, it, vi } from 'vitest'
import type { Creator } from './batches/creators.ts'
import { creating, type Options } from './batches/scenarios.ts'
import { explore } from './explorer.ts'

// A chunk of the model is small; what the product releases by the chunk shall be so here.
vi.mock('../../shared/repository/write.ts', async (original) => ({
  ...(await original<object>()),
  TRANSACTION_ACTIONS_LIMIT: 4,
}))

const scenarios: readonly (Options & { readonly title: string; readonly creators: readonly Creator[] })[] = [
  {
    title: 'two creators of the same members',
    creators: [
      { batch: 'A', ids: 'ab' },
      { batch: 'B', ids: 'ba' },
    ],
  },
  {
    title: 'two that share some, in larger chunks',
    creators: [
      { batch: 'A', ids: 'abc', chunk: 2 },
      { batch: 'B', ids: 'cb', chunk: 2 },
    ],
  },
  {
    title: 'three in a ring',
    creators: [
      { batch: 'A', ids: 'ab' },
      { batch: 'B', ids: 'bc' },
      { batch: 'C', ids: 'ca' },
    ],
  },
  {
    title: 'two by filter',
    creators: [
      { batch: 'A', ids: 'abc', kind: 'filter', chunk: 2 },
      { batch: 'B', ids: 'abc', kind: 'filter' },
    ],
  },
  {
    title: 'ids and a filter',
    creators: [
      { batch: 'A', ids: 'ab' },
      { batch: 'B', ids: 'abc', kind: 'filter', chunk: 2 },
    ],
  },
  {
    title: 'a filter that matches more than a batch takes',
    creators: [
      { batch: 'A', ids: 'abc', kind: 'filter', membersLimit: 2 },
      { batch: 'B', ids: 'b' },
    ],
    may: { anyClock: true },
  },
  {
    title: 'two, whatever the clock says',
    creators: [
      { batch: 'A', ids: 'ab' },
      { batch: 'B', ids: 'ba' },
    ],
    may: { anyClock: true },
  },
  {
    title: 'two beside the sweeper, whatever the clock says',
    creators: [
      { batch: 'A', ids: 'ab' },
      { batch: 'B', ids: 'b' },
    ],
    sweeping: true,
    may: { anyClock: true },
  },
  {
    title: 'two who look first and begin again, reads torn, whatever the clock says',
    creators: [
      { batch: 'A', ids: 'ab', whole: true },
      { batch: 'B', ids: 'b', whole: true },
    ],
    may: { anyClock: true, tornReads: true },
  },
  {
    title: 'two whose patience ends, and an answer is lost',
    creators: [
      { batch: 'A', ids: 'ab' },
      { batch: 'B', ids: 'b' },
    ],
    may: { anyClock: true, impatience: true, lostAnswers: 1 },
  },
  {
    title: 'one beside the sweeper, answers lost and a call failing',
    creators: [{ batch: 'A', ids: 'ab' }],
    sweeping: true,
    may: { anyClock: true, lostAnswers: 2, faults: 1 },
  },
  {
    title: 'two of whom a call fails',
    creators: [
      { batch: 'A', ids: 'ab' },
      { batch: 'B', ids: 'b' },
    ],
    may: { anyClock: true, faults: 1 },
  },
  {
    title: 'three, whatever the clock says',
    creators: [
      { batch: 'A', ids: 'ab', chunk: 2 },
      { batch: 'B', ids: 'b' },
      { batch: 'C', ids: 'a' },
    ],
    may: { anyClock: true },
  },
  {
    title: 'a filter beside ids, whatever the clock says, an answer lost',
    creators: [
      { batch: 'A', ids: 'ab', kind: 'filter' },
      { batch: 'B', ids: 'a' },
    ],
    may: { anyClock: true, lostAnswers: 1, impatience: true },
  },
]

describe('creating batches: all of it or nothing, in every order of events', () => {
  it.each(scenarios)('$title', async ({ creators, ...options }) => {
    const start = performance.now()
    const { violation, isWhole, states } = await explore(creating(creators, options))
    console.log(states, Math.round(performance.now() - start))

    expect(violation?.trace.join('\n'), violation?.what).toBeUndefined()
    expect(isWhole).toBe(true)
  })
})
