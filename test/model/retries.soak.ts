import { describe, it, vi } from 'vitest'
import { creator } from './batches/creators.ts'
import { retrying } from './batches/retries.ts'
import { holdsAsFarAs, holdsOnWalks } from './holds.ts'

// A chunk of the model is small; what the product releases by the chunk shall be so here.
vi.mock('../../shared/repository/write.ts', async (original) => ({
  ...(await original<object>()),
  TRANSACTION_ACTIONS_LIMIT: 4,
}))

const STATES_LIMIT = 1_000_000

const TWICE = { names: ['A', 'B'], ids: 'ab' }
const BY_FILTER = { ...TWICE, kind: 'filter' } as const
const BESIDE_ANOTHER = { ...TWICE, chunk: 2, beside: creator({ batch: 'C', ids: 'b' }) }

describe('a call that is repeated beside its first try, dead or alive: one batch, one answer', () => {
  it('by a filter, whatever the clock says', () =>
    holdsAsFarAs(retrying(BY_FILTER, { may: { anyClock: true } }), STATES_LIMIT))

  it('beside the sweeper, an answer lost', () =>
    holdsAsFarAs(retrying(TWICE, { sweeping: true, may: { anyClock: true, lostAnswers: 1 } }), STATES_LIMIT))

  it('beside another who wants some of the same', () =>
    holdsAsFarAs(retrying(BESIDE_ANOTHER, { may: { anyClock: true } }), STATES_LIMIT))

  it('at random, three of them, everything going wrong', () =>
    holdsOnWalks(
      retrying(
        { ...BESIDE_ANOTHER, ...BY_FILTER, names: ['A', 'B', 'D'] },
        {
          sweeping: true,
          may: { anyClock: true, impatience: true, lostAnswers: 2, faults: 1, tornReads: true },
        },
      ),
      5_000,
    ))
})
