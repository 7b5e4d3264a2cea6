import { describe, expect, it, vi } from 'vitest'
import type { CreationPort } from '../../shared/repository/batches/creation.ts'
import type { Creator } from './batches/creators.ts'
import { creating } from './batches/scenarios.ts'
import { explore } from './explorer.ts'
import type { Liberties } from './scenario.ts'
import { leftOut, type Tamper, unconditional } from './seeded-bugs.ts'

// A chunk of the model is small; what is released by the chunk in the product shall be so here.
vi.mock('../../shared/repository/write.ts', async (original) => ({
  ...(await original<object>()),
  TRANSACTION_ACTIONS_LIMIT: 4,
}))

interface SeededBug {
  readonly title: string
  readonly tamper?: Tamper
  readonly spoilt?: (port: CreationPort) => CreationPort
  readonly unsorted?: boolean
  readonly creators: readonly Creator[]
  readonly may?: Liberties
  readonly sweeping?: boolean
  readonly found: RegExp
}

const TWO: readonly Creator[] = [
  { batch: 'A', ids: 'ab' },
  { batch: 'B', ids: 'b' },
]

const SEEDED: readonly SeededBug[] = [
  {
    title: 'a chunk that is claimed without its fence',
    tamper: unconditional(/SET next = /),
    creators: [{ batch: 'A', ids: 'ab' }],
    sweeping: true,
    may: { anyClock: true },
    found: /a is left claimed by A, which is aborted/,
  },
  {
    title: 'a commit without a condition',
    tamper: unconditional(/SET txState = "committed"/),
    creators: TWO,
    may: { anyClock: true },
    found: /b is listed by A\/1 and claimed by none/,
  },
  {
    title: 'an abort without a condition',
    tamper: unconditional(/SET txState = "aborted"/),
    creators: TWO,
    may: { anyClock: true },
    found: /a is left claimed by A, which is aborted/,
  },
  {
    title: 'a release of claims, whosever they are',
    tamper: unconditional(/SET availableKey .* REMOVE claim/),
    creators: TWO,
    may: { anyClock: true },
    found: /b is listed by B\/0 and claimed by none/,
  },
  {
    title: 'claims that do not look whether the request is claimed',
    tamper: unconditional(/SET claim = /),
    creators: TWO,
    found: /b is listed by A\/1 and claimed by none/,
  },
  {
    title: 'help that clears a claim, whosever it is',
    tamper: unconditional(/SET availableKey .* REMOVE claim if claim.batch = "A"/),
    creators: [TWO[0], { batch: 'B', ids: 'b' }, { batch: 'C', ids: 'b' }].filter((one) => one !== undefined),
    may: { anyClock: true },
    found: /b is listed by B\/0 and claimed by none/,
  },
  {
    title: 'claims in the order in which they were asked for',
    unsorted: true,
    creators: [
      { batch: 'A', ids: 'ab' },
      { batch: 'B', ids: 'ba' },
    ],
    found: /deadlock/,
  },
  {
    title: 'a chunk that does not list its members',
    tamper: leftOut(/MEMBERS/),
    creators: TWO,
    found: /a is left claimed by A, which is aborted/,
  },
  {
    title: 'a claim taken from a batch that is still being created',
    spoilt: (port) => ({
      ...port,
      abort: async () => true,
      async stateOf(batch) {
        const state = await port.stateOf(batch)
        return state?.txState === 'creating' ? { ...state, txState: 'aborted' } : state
      },
    }),
    creators: TWO,
    may: { anyClock: true },
    found: /b is listed by A\/1 and claimed by none/,
  },
  {
    title: 'a success that is answered although the commit was refused',
    spoilt: (port) => ({ ...port, commit: async (...all) => (await port.commit(...all)) || true }),
    creators: TWO,
    may: { anyClock: true },
    found: /says created and is aborted/,
  },
]

describe('the explorer finds', () => {
  it.each(SEEDED)('$title', async ({ creators, tamper, spoilt, unsorted, found, ...options }) => {
    const spoiltCreators = creators.map((creator) => ({
      ...creator,
      ...(tamper && { tamper }),
      ...(spoilt && { spoilt }),
      ...(unsorted && { unsorted }),
    }))
    const { violation } = await explore(creating(spoiltCreators, options))
    expect(violation?.what).toMatch(found)
  })
})
