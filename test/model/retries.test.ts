import { describe, expect, it, vi } from 'vitest'
import { creator } from './batches/creators.ts'
import { retrying } from './batches/retries.ts'
import { explore } from './explorer.ts'
import { holdsAsFarAs, holdsEverywhere, holdsOnWalks } from './holds.ts'
import { unconditional } from './seeded-bugs.ts'

// A chunk of the model is small; what the product releases by the chunk shall be so here.
vi.mock('../../shared/repository/write.ts', async (original) => ({
  ...(await original<object>()),
  TRANSACTION_ACTIONS_LIMIT: 4,
}))

const TWICE = { names: ['A', 'B'], ids: 'ab' }
const BY_FILTER = { ...TWICE, kind: 'filter' } as const

describe('a call that is repeated beside its first try, dead or alive: one batch, one answer', () => {
  it('by ids', () => holdsEverywhere(retrying(TWICE)))

  it('by ids, whatever the clock says, an answer lost', () =>
    holdsEverywhere(retrying(TWICE, { may: { anyClock: true, lostAnswers: 1 } })))

  it('by ids, impatient', () =>
    holdsEverywhere(retrying(TWICE, { may: { anyClock: true, impatience: true } })))

  it('by a filter, whatever the clock says', () =>
    holdsAsFarAs(retrying(BY_FILTER, { may: { anyClock: true } }), 10_000))

  it('beside the sweeper', () =>
    holdsAsFarAs(retrying(TWICE, { sweeping: true, may: { anyClock: true } }), 40_000))

  it('at random, beside another who wants some of the same, everything going wrong', () =>
    holdsOnWalks(CROWDED, 150))
})

const CROWDED = retrying(
  { ...BY_FILTER, names: ['A', 'B', 'C'], beside: creator({ batch: 'D', ids: 'bc' }), others: 'c' },
  {
    sweeping: true,
    may: { anyClock: true, impatience: true, lostAnswers: 2, faults: 1, tornReads: true, lagging: ['open'] },
  },
)

it('the explorer finds a key that is written whatever it says', async () => {
  const tamper = unconditional(/Put .*IDEM/)
  const { violation } = await explore(retrying({ ...BY_FILTER, membersLimit: 1, tamper }))
  expect(violation?.what).toMatch(/were made by one call/)
})
