import {
  absent,
  atLeast,
  atMost,
  type Condition,
  either,
  exists,
  has,
  is,
  isOneOf,
  lacks,
  lessThan,
  sizeLessThan,
  type Update,
} from '../../../shared/repository/expressions.ts'
import type { Key } from '../../../shared/repository/keys.ts'
import type { Write } from '../../../shared/repository/write.ts'

/** Writes as the repository makes them, on few items, so that their conditions often do not hold. */

export const KEYS: readonly Key[] = ['p', 'q'].flatMap((pk) => ['1', '2', '3'].map((sk) => ({ pk, sk })))

export function someWrites(random: () => number): Write[] {
  const count = random() < 0.4 ? 1 : 1 + Math.floor(random() * 4)
  const keys = KEYS.toSorted(() => random() - 0.5).slice(0, count)
  return keys.map((key) => someWrite(key, (choices) => choices[Math.floor(random() * choices.length)]))
}

type Pick = <T>(choices: readonly T[]) => T | undefined

function someWrite(key: Key, pick: Pick): Write {
  const when =
    pick<readonly Condition[]>([
      [],
      [],
      [exists],
      [absent],
      [someCondition(pick)],
      [exists, someCondition(pick)],
    ]) ?? []
  const kind = pick(['put', 'put', 'update', 'update', 'update', 'remove', 'check'])
  if (kind === 'put') return { key, put: somePut(pick), when }
  if (kind === 'remove') return { key, remove: true, when }
  if (kind === 'check') return { key, check: true, when: when.length > 0 ? when : [exists] }
  const [update, demands] = pick(UPDATES) ?? [{}, []]
  return { key, update, when: [...when, ...demands] }
}

const somePut = (pick: Pick) => ({
  count: pick([1, 2, 3n, 9007199254740993n]),
  status: pick(['new', 'old', undefined]),
  members: pick([undefined, new Set(['a', 'b']), new Set(['a', 'b', 'c'])]),
  bytes: pick([undefined, new Uint8Array([1, 2, 255])]),
  claim: pick([undefined, { batch: 'A', chunk: 1 }, { batch: 'B', chunk: 0 }]),
  availableKey: pick([undefined, 'shard']),
  createdKey: pick(['2030', '2031']),
})

/** Each with what it demands so that it is a valid update. */
const UPDATES: readonly (readonly [Update, readonly Condition[]])[] = [
  [{ set: [['status', 'new']], remove: ['claim', 'availableKey'] }, []],
  [{ set: [['claim', { batch: 'A', chunk: 2 }]], remove: ['availableKey'] }, [lacks('claim')]],
  [{ set: [[['claim', 'chunk'], 7]] }, [has('claim')]],
  [{ remove: [['claim', 'chunk']] }, [has(['claim', 'chunk'])]],
  [{ increase: [['count', 2n]] }, [has('count')]],
  [{ increase: [['count', -1n]], set: [['status', null]] }, [atLeast('count', 1)]],
  [{ add: [['added', 5]] }, []],
  [{ takeOut: [['members', new Set(['a', 'x'])]] }, [exists]],
  [{ takeOut: [['members', new Set(['a', 'b', 'c'])]], add: [['added', 1]] }, [exists]],
]

const someCondition = (pick: Pick): Condition =>
  pick([
    is('status', 'new'),
    is(['claim', 'batch'], 'A'),
    isOneOf('status', ['old', 'other']),
    atLeast('count', 2),
    atMost('count', 9007199254740993n),
    lessThan('count', 3),
    lacks(['claim', 'chunk']),
    has('members'),
    sizeLessThan('members', 3),
    is('claim', { chunk: 0, batch: 'B' }),
    either(lacks('claim'), is(['claim', 'chunk'], 1)),
  ]) ?? exists
