import type { RedriveOutcome } from './doing-again.ts'
import type { RedriveReport } from './redrive.ts'

/** `--id A,B` */
export function readIds(list: string | undefined): ReadonlySet<string> | undefined {
  const ids = list?.split(',').map((id) => id.trim())
  return ids && new Set(ids.filter((id) => id !== ''))
}

/** So many failures are read by a person; --json has all. */
const FAILURES_SHOWN_LIMIT = 20

const WORDS: readonly (readonly [RedriveOutcome, string])[] = [
  ['done', 'done'],
  ['superseded', 'done for a later version of the item'],
  ['gone', 'dropped since the item is gone'],
  ['sent-back', 'sent back to their queue'],
  ['dropped', 'dropped'],
]

/** What came of a redrive, for people. */
export function textOf(queue: string, { outcomes, failures, missing }: RedriveReport): string {
  const parts = WORDS.filter(([outcome]) => outcomes[outcome] > 0).map(
    ([outcome, words]) => `${outcomes[outcome]} ${words}`,
  )
  return [
    parts.length === 0 && failures.length === 0
      ? `Nothing of ${queue} was in sight.`
      : `${queue}: ${[...parts, `${failures.length} failed`].join(', ')}.`,
    ...failures.slice(0, FAILURES_SHOWN_LIMIT).map(({ id, message }) => `  ${id} stays: ${message}`),
    ...(failures.length > FAILURES_SHOWN_LIMIT ? ['  … and more: see --json'] : []),
    ...missing.map(
      (id) => `  ${id} is not there: redriven or dropped before, or hidden by somebody who is at it`,
    ),
  ].join('\n')
}
