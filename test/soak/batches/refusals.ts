import { type Check, failed } from '../game/checks.ts'
import { freeAndWanted, type Known } from './freedom.ts'
import type { Operation, Played } from './history.ts'
import { MEMBERS_LIMIT } from './limits.ts'
import { idsOf } from './world.ts'

/** What is wrong with a refusal: each must have a cause in what callers asked for. */
export function wrongInRefused(known: Known, played: Played): string[] {
  const { answer, operation } = played
  const reason = String(answer?.body.type).replace('urn:payout-desk:problem:', '')
  const check = REFUSALS[`${answer?.status} ${reason}`]
  if (!check?.may.includes(operation.does)) return [`${answer?.text} is no answer to this`]
  return failed(check.because(known, played))
}

interface Refusal {
  /** Which operations may be refused so. */
  readonly may: readonly Operation['does'][]
  readonly because: (known: Known, played: Played) => readonly Check[]
}

/** What was asked, by name, and what the answer says of it. */
const of = ({ operation, answer }: Played) => ({
  batch: 'batch' in operation ? operation.batch : '',
  asked:
    'ids' in operation
      ? operation.ids
      : 'wants' in operation && 'ids' in operation.wants
        ? operation.wants.ids
        : [],
  named: (answer?.body.conflictingIds ?? []) as readonly string[],
  count: answer?.body.conflictingCount as number,
})

const names = (played: Played): readonly Check[] => {
  const { asked, named, count } = of(played)
  return [
    [named.length > 0 && named.length === count, 'does not count whom it names'],
    [new Set(named).isSubsetOf(new Set(asked)), 'names who was not asked for'],
  ]
}

/** Who selects by a filter is told so as well while others are at work, whomever they have. */
const mayBeClaimed = (known: Known, played: Played): boolean => {
  const { operation } = played
  if (!('wants' in operation)) return false
  if ('filter' in operation.wants)
    return others(known, played).some((one) => 'batch' in one.operation || 'wants' in one.operation)
  return freeAndWanted(known, played).length < operation.wants.ids.length
}

const others = ({ history }: Known, played: Played): readonly Played[] =>
  history.played.filter((one) => one !== played && one.from < played.to)

const REFUSALS: Readonly<Record<string, Refusal>> = {
  '409 already-in-batch': {
    may: ['create', 'add'],
    because(known, played) {
      const linked = [...JSON.stringify(played.answer?.body._links).matchAll(/preq_batch_\w+/g)].map(String)
      const mayHold = (id: string) => (batch: string) => known.membership.mayBe('in', id, batch, played)
      const { named } = of(played)
      const free = named.filter((id) => !linked.some(mayHold(id)))
      const idle = linked.filter((batch) => !named.some((id) => mayHold(id)(batch)))
      return [
        ...names(played),
        [free.length === 0, `${free.join()} cannot have been in the linked batches`],
        [linked.length > 0 && idle.length === 0, `${idle.join()} cannot have held any of them`],
      ]
    },
  },
  '409 not-in-batch': {
    may: ['remove'],
    because(known, played) {
      const { batch, named } = of(played)
      const held = named.filter((id) => !known.membership.mayBe('out', id, batch, played))
      return [...names(played), [held.length === 0, `${held.join()} must have been in it`]]
    },
  },
  '409 batch-full': {
    may: ['add'],
    because: (_, played) => [
      [played.answer?.body.totalCount + Math.max(of(played).asked.length, 1) > MEMBERS_LIMIT, 'has room'],
    ],
  },
  '409 batch-creation-in-progress': {
    may: ['create', 'add'],
    because: (known, played) => [[mayBeClaimed(known, played), 'nobody can have claimed them']],
  },
  '409 batch-is-changing': {
    may: ['add', 'remove'],
    because: (known, played) => [
      [
        others(known, played).some(
          ({ operation }) =>
            (operation.does === 'add' || operation.does === 'remove') && operation.batch === of(played).batch,
        ),
        'nobody can have changed it',
      ],
    ],
  },
  '404 not-found': { may: ['add', 'remove', 'delete', 'get'], because: () => [] }, // a sighting of its own
  '400 nothing-matches': {
    may: ['create', 'add'],
    because: (known, played) => {
      const free = freeAndWanted(known, played)
      return [
        [of(played).asked.length === 0, 'ids were given'],
        [free.length === 0, `${idsOf(free)} are free and match`],
      ]
    },
  },
  '503 busy': {
    may: ['create', 'add', 'remove', 'delete', 'get'],
    because: (known, played) => [
      [
        played.strikes > 0 || others(known, played).some(({ to }) => to > played.from),
        'nobody was in the way',
      ],
    ],
  },
  '500 internal': {
    may: ['create', 'add', 'remove', 'delete', 'get', 'sweep'],
    because: (_, played) => [[played.strikes > 0, 'nothing befell it']],
  },
}
