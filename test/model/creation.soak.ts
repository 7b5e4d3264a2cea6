import { describe, it, vi } from 'vitest'
import { creating } from './batches/scenarios.ts'
import { holdsEverywhere, holdsOnWalks } from './holds.ts'

// A chunk of the model is small; what the product releases by the chunk shall be so here.
vi.mock('../../shared/repository/write.ts', async (original) => ({
  ...(await original<object>()),
  TRANSACTION_ACTIONS_LIMIT: 4,
}))

const STATES_LIMIT = 6_000_000

const RING = [
  { batch: 'A', ids: 'ab' },
  { batch: 'B', ids: 'bc' },
  { batch: 'C', ids: 'ca' },
]

const TWO = [
  { batch: 'A', ids: 'ab' },
  { batch: 'B', ids: 'ba' },
]

describe('creators who crash at any moment, on larger scales', () => {
  it('three in a ring, whatever the clock says', () =>
    holdsEverywhere(creating(RING, { may: { anyClock: true } }), STATES_LIMIT))

  it('three of whom two are in the way of one, whatever the clock says', () =>
    holdsEverywhere(
      creating(
        [
          { batch: 'A', ids: 'ab', chunk: 2 },
          { batch: 'B', ids: 'b' },
          { batch: 'C', ids: 'a' },
        ],
        { may: { anyClock: true, impatience: true } },
      ),
      STATES_LIMIT,
    ))

  it('two, everything going wrong', () =>
    holdsEverywhere(
      creating(TWO, {
        may: { anyClock: true, impatience: true, lostAnswers: 1, faults: 1, tornReads: true },
      }),
      STATES_LIMIT,
    ))

  it('two beside the sweeper, whatever the clock says', () =>
    holdsEverywhere(
      creating(
        [
          { batch: 'A', ids: 'ab', chunk: 2 },
          { batch: 'B', ids: 'b' },
        ],
        { sweeping: true, may: { anyClock: true } },
      ),
      STATES_LIMIT,
    ))

  it('two who look first and begin again, whatever the clock says', () =>
    holdsEverywhere(
      creating(
        TWO.map((one) => ({ ...one, whole: true, chunk: 2 })),
        { may: { anyClock: true, tornReads: true } },
      ),
      STATES_LIMIT,
    ))

  it('five at random, everything going wrong', () =>
    holdsOnWalks(
      creating(
        [
          { batch: 'A', ids: 'abcdef', chunk: 2, whole: true },
          { batch: 'B', ids: 'fedcgh', chunk: 2, whole: true },
          { batch: 'C', ids: 'abcdefgh', kind: 'filter', chunk: 2, whole: true, membersLimit: 5 },
          { batch: 'D', ids: 'ha' },
          { batch: 'E', ids: 'bdfh', kind: 'filter' },
        ],
        {
          sweeping: true,
          may: {
            anyClock: true,
            impatience: true,
            lostAnswers: 4,
            faults: 3,
            tornReads: true,
            lagging: ['open'],
          },
        },
      ),
      5_000,
    ))
})
