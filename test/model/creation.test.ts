import { describe, it, vi } from 'vitest'
import type { Creator } from './batches/creators.ts'
import { creating, type Options } from './batches/scenarios.ts'
import { holdsEverywhere, holdsOnWalks } from './holds.ts'

// A chunk of the model is small; what the product releases by the chunk shall be so here.
vi.mock('../../shared/repository/write.ts', async (original) => ({
  ...(await original<object>()),
  TRANSACTION_ACTIONS_LIMIT: 4,
}))

const undisturbed: readonly (Options & { readonly title: string; readonly creators: readonly Creator[] })[] =
  [
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
  ]

describe('creators beside each other: somebody wins and nobody gives up without a reason', () => {
  it.each(undisturbed)('$title', ({ creators }) => holdsEverywhere(creating(creators)))
})

const disturbed: typeof undisturbed = [
  {
    title: 'two, whatever the clock says, an answer lost',
    creators: [
      { batch: 'A', ids: 'ab' },
      { batch: 'B', ids: 'ba' },
    ],
    may: { anyClock: true, lostAnswers: 1 },
  },
  {
    title: 'two whose patience ends, two answers lost',
    creators: [
      { batch: 'A', ids: 'ab' },
      { batch: 'B', ids: 'b' },
    ],
    may: { anyClock: true, impatience: true, lostAnswers: 2 },
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
    title: 'one beside the sweeper, an answer lost and a call failing',
    creators: [{ batch: 'A', ids: 'ab' }],
    sweeping: true,
    may: { anyClock: true, lostAnswers: 1, faults: 1 },
  },
  {
    title: 'one beside the sweeper, who sees old entries of the index and reads item by item',
    creators: [{ batch: 'A', ids: 'abc', chunk: 2 }],
    sweeping: true,
    may: { anyClock: true, lostAnswers: 1, tornReads: true, lagging: ['open'] },
  },
  {
    title: 'two who look first and whose patience ends',
    creators: [
      { batch: 'A', ids: 'ab', whole: true },
      { batch: 'B', ids: 'b', whole: true },
    ],
    may: { tornReads: true, impatience: true },
  },
  {
    title: 'three of whom two are in the way of one, an answer lost',
    creators: [
      { batch: 'A', ids: 'ab', chunk: 2 },
      { batch: 'B', ids: 'b' },
      { batch: 'C', ids: 'a' },
    ],
    may: { lostAnswers: 1 },
  },
  {
    title: 'three in a ring whose patience ends',
    creators: [
      { batch: 'A', ids: 'ab' },
      { batch: 'B', ids: 'bc' },
      { batch: 'C', ids: 'ca' },
    ],
    may: { impatience: true },
  },
  {
    title: 'a filter beside ids, whatever the clock says, an answer lost',
    creators: [
      { batch: 'A', ids: 'ab', kind: 'filter' },
      { batch: 'B', ids: 'a' },
    ],
    may: { anyClock: true, lostAnswers: 1, impatience: true },
  },
  {
    title: 'a filter that matches more than a batch takes',
    creators: [
      { batch: 'A', ids: 'abc', kind: 'filter', membersLimit: 2 },
      { batch: 'B', ids: 'b' },
    ],
    may: { anyClock: true },
  },
]

describe('creators who crash at any moment: nothing stays half-done and nothing false is said', () => {
  it.each(disturbed)('$title', ({ creators, ...options }) => holdsEverywhere(creating(creators, options)))

  it('four at random, everything going wrong', () => holdsOnWalks(FOUR, 200))
})

const FOUR = creating(
  [
    { batch: 'A', ids: 'abcd', chunk: 2, whole: true },
    { batch: 'B', ids: 'dcef', chunk: 2 },
    { batch: 'C', ids: 'abcdef', kind: 'filter', chunk: 2, whole: true },
    { batch: 'D', ids: 'fa' },
  ],
  {
    sweeping: true,
    may: {
      anyClock: true,
      impatience: true,
      lostAnswers: 3,
      faults: 2,
      tornReads: true,
      lagging: ['open'],
    },
  },
)
