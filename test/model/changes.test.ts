import { describe, it, vi } from 'vitest'
import { type Change, type ChangeScenario, changing } from './batches/change-scenarios.ts'
import { holdsEverywhere, holdsOnWalks } from './holds.ts'

// A chunk of the model is small; what the product releases by the chunk shall be so here.
vi.mock('../../shared/repository/write.ts', async (original) => ({
  ...(await original<object>()),
  TRANSACTION_ACTIONS_LIMIT: 4,
}))

const addC: Change = { does: 'add', name: 'add', batch: 'A', ids: 'c' }
const removeB: Change = { does: 'remove', name: 'remove', batch: 'A', ids: 'b' }
const deleteA: Change = { does: 'delete', name: 'delete', batch: 'A' }
const unblockA: Change = { does: 'unblock', name: 'unblock', batch: 'A' }
const runA: Change = { does: 'run', name: 'run', batch: 'A' }
const readA: Change = { does: 'read', name: 'read', batch: 'A' }

/** Batch A holds a and b; c is free. */
const scenarios: readonly (Partial<ChangeScenario> & { readonly title: string })[] = [
  {
    title: 'an addition of two chunks and a reader',
    ids: 'abcd',
    changes: [{ ...addC, ids: 'cd' }, readA],
    may: { tornReads: true },
  },
  { title: 'a removal and a reader', changes: [removeB, readA], may: { tornReads: true } },
  { title: 'a deletion and a reader', changes: [deleteA, readA], may: { tornReads: true } },
  { title: 'a run and a removal', changes: [runA, removeB], may: { lostAnswers: 1, tornReads: true } },
  { title: 'a run and an addition', changes: [runA, addC], may: { lostAnswers: 1 } },
  { title: 'a run and a deletion', changes: [runA, deleteA], may: { anyClock: true, lostAnswers: 1 } },
  { title: 'two additions', changes: [addC, { ...addC, name: 'also' }] },
  { title: 'an addition and a deletion', changes: [addC, deleteA] },
  {
    title: 'an addition and a removal of the same',
    changes: [{ ...addC, ids: 'bc' }, removeB],
  },
  {
    title: 'two removals that share one',
    changes: [removeB, { ...removeB, name: 'both', ids: 'ab' }],
    may: { lostAnswers: 1 },
  },
  { title: 'a removal and a deletion', changes: [removeB, deleteA], may: { anyClock: true, lostAnswers: 1 } },
  { title: 'two deletions', changes: [deleteA, { ...deleteA, name: 'also' }], may: { lostAnswers: 1 } },
  {
    title: 'an addition and a creator of another',
    changes: [addC],
    creators: [{ batch: 'B', ids: 'c' }],
    may: { anyClock: true },
  },
  {
    title: 'a deletion and a creator who wants the members',
    changes: [deleteA],
    creators: [{ batch: 'B', ids: 'ab', whole: true }],
    may: { anyClock: true, lostAnswers: 1, tornReads: true },
  },
  {
    title: 'a deletion and a filter that sees old entries of the index',
    changes: [deleteA],
    creators: [{ batch: 'B', ids: 'abc', kind: 'filter', whole: true, chunk: 2 }],
    may: { lagging: ['available', 'open'] },
  },
  {
    title: 'a move from one batch to another',
    given: [
      { batch: 'A', ids: 'ab' },
      { batch: 'B', ids: 'c' },
    ],
    changes: [removeB, { ...addC, batch: 'B', ids: 'b' }],
    may: { anyClock: true, lostAnswers: 1 },
  },
  {
    title: 'an addition beside the sweeper',
    changes: [addC],
    sweeping: true,
    may: { anyClock: true, lostAnswers: 1, lagging: ['open'] },
  },
  {
    title: 'a removal beside the sweeper',
    changes: [removeB],
    sweeping: true,
    may: { anyClock: true, lostAnswers: 1, lagging: ['open'] },
  },
  {
    title: 'a deletion beside the sweeper',
    changes: [deleteA],
    sweeping: true,
    may: { anyClock: true, lostAnswers: 1, lagging: ['open'] },
  },
  {
    title: 'an unblocking beside the sweeper and somebody who blocks again',
    blocked: 'ab',
    changes: [unblockA, { does: 'block', name: 'block', batch: 'A', ids: 'b' }],
    sweeping: true,
    may: { anyClock: true, lostAnswers: 1 },
  },
  { title: 'an unblocking and a deletion', blocked: 'b', changes: [unblockA, deleteA], may: { faults: 1 } },
]

const around = (part: Partial<ChangeScenario>): ChangeScenario => ({
  ids: 'abc',
  given: [{ batch: 'A', ids: 'ab' }],
  changes: [],
  ...part,
})

describe('changes of a batch: whole for every reader, whoever crashes', () => {
  it.each(scenarios)('$title', async ({ title: _, ...part }) => holdsEverywhere(await changing(around(part))))

  it('two additions at random, of which one may be undone for what a creator takes', async () =>
    holdsOnWalks(await changing(around(ONE_UNDONE)), 200))

  it('all of them at random, everything going wrong', async () =>
    holdsOnWalks(await changing(around(EVERYTHING)), 100))
})

const ONE_UNDONE: Partial<ChangeScenario> = {
  ids: 'acde',
  given: [{ batch: 'A', ids: 'a' }],
  changes: [
    { ...addC, ids: 'ce' },
    { ...addC, name: 'also', ids: 'd' },
  ],
  creators: [{ batch: 'B', ids: 'e' }],
}

const EVERYTHING: Partial<ChangeScenario> = {
  ids: 'abcdef',
  blocked: 'ad',
  given: [
    { batch: 'A', ids: 'ab' },
    { batch: 'B', ids: 'd' },
  ],
  changes: [
    { ...addC, ids: 'ce' },
    { ...addC, name: 'also', batch: 'B', ids: 'ef', chunk: 2 },
    removeB,
    unblockA,
    { ...deleteA, batch: 'B' },
    readA,
  ],
  creators: [{ batch: 'C', ids: 'abcdef', kind: 'filter', whole: true, chunk: 2 }],
  sweeping: true,
  may: {
    anyClock: true,
    impatience: true,
    lostAnswers: 2,
    faults: 2,
    tornReads: true,
    lagging: ['available', 'open'],
  },
}
