import type { Command } from '../command.ts'
import type { RedriveOutcome } from '../dead-letters/doing-again.ts'
import { theDeadLetterQueue } from '../dead-letters/queues.ts'
import { type RedriveReport, redrive } from '../dead-letters/redrive.ts'
import { Mistake } from '../mistake.ts'
import { progressBar } from '../progress-bar.ts'

export const deadLettersRedrive: Command = {
  name: 'dead-letters redrive',
  does: 'Has what could not be done done again. Doing it twice changes nothing.',
  takes: ['QUEUE'],
  options: {
    all: { about: 'everything in the queue' },
    id: { value: 'A,B', about: 'these messages only, as dead-letters read shows them' },
  },
  examples: ['dead-letters redrive orders --all', 'dead-letters redrive announcements --all --stage dev'],
  more: `A reader of the stream reads the item again and does its duty by it as it is now; a worker's message goes back to its
queue. A message leaves the dead-letter queue only when that has succeeded. Remove the cause first: what fails again
stays, with its reason shown.`,

  async run({ given: [asked = ''], find, is, stage, connection, json }) {
    const ids = readIds(find('id'))
    if (is('all') === (ids !== undefined && ids.size > 0))
      throw new Mistake('Say what to redrive: --all, or --id A,B.')
    const queue = await theDeadLetterQueue({ stage, connection }, asked)
    const total = Math.max(1, ids?.size ?? queue.messages)
    const bar = progressBar()
    try {
      const report = await redrive({ stage, connection }, queue, ids ?? 'all', (done, failed) => {
        if (!json) bar.show(Math.min(1, (done + failed) / total), `${done} done, ${failed} failed`)
      })
      const refused = report.failures.length + report.missing.length > 0
      return { json: { queue: queue.name, ...report }, text: textOf(queue.name, report), refused }
    } finally {
      bar.clear()
    }
  },
}

function readIds(list: string | undefined): ReadonlySet<string> | undefined {
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
]

function textOf(queue: string, { outcomes, failures, missing }: RedriveReport): string {
  const parts = WORDS.filter(([outcome]) => outcomes[outcome] > 0).map(
    ([outcome, words]) => `${outcomes[outcome]} ${words}`,
  )
  return [
    parts.length === 0 && failures.length === 0
      ? `Nothing of ${queue} was in sight to be redriven.`
      : `${queue}: ${[...parts, `${failures.length} failed`].join(', ')}.`,
    ...failures.slice(0, FAILURES_SHOWN_LIMIT).map(({ id, message }) => `  ${id} stays: ${message}`),
    ...(failures.length > FAILURES_SHOWN_LIMIT ? ['  … and more: see --json'] : []),
    ...missing.map((id) => `  ${id} is not there: redriven before, or hidden by another redrive`),
  ].join('\n')
}
