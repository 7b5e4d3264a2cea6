import { describe, expect, it, vi } from 'vitest'
import { type Change, type ChangeScenario, changing } from './batches/change-scenarios.ts'
import { explore } from './explorer.ts'
import { leftOut, type Tamper, unconditional } from './seeded-bugs.ts'

// A chunk of the model is small; what the product releases by the chunk shall be so here.
vi.mock('../../shared/repository/write.ts', async (original) => ({
  ...(await original<object>()),
  TRANSACTION_ACTIONS_LIMIT: 4,
}))

interface SeededBug extends Partial<ChangeScenario> {
  readonly title: string
  readonly tamper: Tamper
  readonly changes: readonly Change[]
  readonly found: RegExp
}

const addC: Change = { does: 'add', name: 'add', batch: 'A', ids: 'c' }
const removeB: Change = { does: 'remove', name: 'remove', batch: 'A', ids: 'b' }
const deleteA: Change = { does: 'delete', name: 'delete', batch: 'A' }
const unblockA: Change = { does: 'unblock', name: 'unblock', batch: 'A' }

const SEEDED: readonly SeededBug[] = [
  {
    title: 'an addition that is committed without a condition',
    tamper: unconditional(/SET committedChunks = /),
    changes: [addC],
    sweeping: true,
    may: { anyClock: true },
    found: /A is committed without all its chunks/,
  },
  {
    title: 'a chunk that is added without its fence',
    tamper: unconditional(/SET change.next = /),
    changes: [addC, deleteA],
    found: /c is left claimed by A, which is gone/,
  },
  {
    title: 'a change that begins beside another',
    tamper: unconditional(/SET change = /),
    changes: [addC, { ...addC, name: 'also' }],
    found: /CHANGE#.* is left open/,
  },
  {
    title: 'a change that ends another',
    tamper: unconditional(/REMOVE change if/),
    changes: [removeB, addC],
    may: { anyClock: true },
    found: /never was in A/,
  },
  {
    title: 'a deletion that takes claims back, whosever they are',
    tamper: unconditional(/REMOVE claim/),
    changes: [deleteA],
    creators: [{ batch: 'B', ids: 'b' }],
    found: /b is listed by B\/0 and claimed by none/,
  },
  {
    title: 'a removal that takes claims back, whosever they are',
    tamper: unconditional(/REMOVE claim/),
    changes: [removeB],
    creators: [{ batch: 'B', ids: 'b' }],
    found: /b is listed by B\/0 and claimed by none/,
  },
  {
    title: 'a removal that leaves the lists of members as they are',
    tamper: leftOut(/DELETE members/),
    changes: [removeB],
    found: /has 2 members and counts others/,
  },
  {
    title: 'a deletion that leaves the lists of members behind',
    tamper: leftOut(/Delete .*MEMBERS/),
    changes: [deleteA],
    found: /lists of members are left behind/,
  },
  {
    title: 'a removal beside a run',
    tamper: unconditional(/SET change = /),
    changes: [removeB, { does: 'run', name: 'run', batch: 'A' }],
    found: /a run over ab found a/,
  },
  {
    title: 'an unblocking that does not count what it has done',
    tamper: unconditional(/SET change.next = /),
    blocked: 'ab',
    changes: [
      unblockA,
      { ...unblockA, name: 'also' },
      { does: 'block', name: 'block', batch: 'A', ids: 'a' },
    ],
    may: { anyClock: true },
    found: /block says blocked and a is not/,
  },
]

describe('the explorer finds', () => {
  it.each(SEEDED)('$title', async ({ title: _, tamper, changes, found, ...part }) => {
    const spoilt = changes.map((change) => ({ ...change, tamper }))
    const scenario = await changing({
      ids: 'abc',
      given: [{ batch: 'A', ids: 'ab' }],
      changes: spoilt,
      ...part,
    })

    const { violation } = await explore(scenario)

    expect(violation?.what).toMatch(found)
  })
})
