import { describe, it, vi } from 'vitest'
import { type Change, type ChangeScenario, changing } from './batches/change-scenarios.ts'
import { holdsAsFarAs, holdsEverywhere, holdsOnWalks } from './holds.ts'

// A chunk of the model is small; what the product releases by the chunk shall be so here.
vi.mock('../../shared/repository/write.ts', async (original) => ({
  ...(await original<object>()),
  TRANSACTION_ACTIONS_LIMIT: 4,
}))

const STATES_LIMIT = 1_000_000

const addC: Change = { does: 'add', name: 'add', batch: 'A', ids: 'c' }
const removeB: Change = { does: 'remove', name: 'remove', batch: 'A', ids: 'b' }
const deleteA: Change = { does: 'delete', name: 'delete', batch: 'A' }
const unblockA: Change = { does: 'unblock', name: 'unblock', batch: 'A' }
const readA: Change = { does: 'read', name: 'read', batch: 'A' }

/** Batch A holds a and b; c is free. */
const scenarios: readonly (Partial<ChangeScenario> & { readonly title: string })[] = [
  {
    title: 'an addition and a removal of the same, whatever the clock says',
    changes: [{ ...addC, ids: 'bc' }, removeB],
    may: { anyClock: true },
  },
  {
    title: 'two removals that share one, whatever the clock says',
    changes: [removeB, { ...removeB, name: 'both', ids: 'ab' }],
    may: { anyClock: true },
  },
  {
    title: 'an addition, the sweeper and a reader',
    changes: [addC, readA],
    sweeping: true,
    may: { anyClock: true, tornReads: true },
  },
  {
    title: 'an addition beside the sweeper, everything going wrong',
    changes: [addC],
    sweeping: true,
    may: { anyClock: true, lostAnswers: 1, faults: 1, lagging: ['open'] },
  },
]

const endless: typeof scenarios = [
  {
    title: 'two additions, whatever the clock says',
    changes: [addC, { ...addC, name: 'also' }],
    may: { anyClock: true },
  },
  {
    title: 'additions of one to two batches, whatever the clock says',
    ids: 'abc',
    given: [
      { batch: 'A', ids: 'a' },
      { batch: 'B', ids: 'b' },
    ],
    changes: [addC, { ...addC, name: 'also', batch: 'B' }],
    may: { anyClock: true },
  },
  {
    title: 'an addition, a deletion and a creator who wants the members',
    changes: [addC, deleteA],
    creators: [{ batch: 'B', ids: 'bc' }],
    may: { lostAnswers: 1 },
  },
]

const around = (part: Partial<ChangeScenario>): ChangeScenario => ({
  ids: 'abc',
  given: [{ batch: 'A', ids: 'ab' }],
  changes: [],
  ...part,
})

describe('changes of a batch, on larger scales', () => {
  it.each(scenarios)('$title', async ({ title: _, ...part }) =>
    holdsEverywhere(await changing(around(part)), STATES_LIMIT),
  )

  it.each(endless)('$title, as far as a million states', async ({ title: _, ...part }) =>
    holdsAsFarAs(await changing(around(part)), STATES_LIMIT),
  )

  it('all of them at random, everything going wrong', async () =>
    holdsOnWalks(await changing(around(EVERYTHING)), 5_000))
})

const EVERYTHING: Partial<ChangeScenario> = {
  ids: 'abcdefg',
  blocked: 'ad',
  given: [
    { batch: 'A', ids: 'ab', chunk: 2 },
    { batch: 'B', ids: 'd' },
  ],
  changes: [
    { ...addC, ids: 'ceg' },
    { ...addC, name: 'also', batch: 'B', ids: 'ef', chunk: 2 },
    removeB,
    { ...removeB, name: 'both', ids: 'ab' },
    unblockA,
    { ...deleteA, batch: 'B' },
    readA,
  ],
  creators: [
    { batch: 'C', ids: 'abcdefg', kind: 'filter', whole: true, chunk: 2 },
    { batch: 'D', ids: 'bg', whole: true },
  ],
  sweeping: true,
  may: {
    anyClock: true,
    impatience: true,
    lostAnswers: 3,
    faults: 3,
    tornReads: true,
    lagging: ['available', 'open'],
  },
}
