import { SQSClient } from '@aws-sdk/client-sqs'
import { systemClock } from '../../../shared/runtime/clock.ts'
import type { Command } from '../command.ts'
import { ageOf } from '../dead-letters/age.ts'
import { peek } from '../dead-letters/messages.ts'
import { theDeadLetterQueue } from '../dead-letters/queues.ts'
import { shownOf, textOf } from '../dead-letters/shown.ts'
import { Mistake } from '../mistake.ts'
import { commandOn } from '../stage-table.ts'
import { tableOfText } from '../table-of-text.ts'

/** What a person reads, and what is out of others' sight meanwhile. */
const READ_LIMIT = 1000

export const deadLettersRead: Command = {
  name: 'dead-letters read',
  does: 'Shows messages of a dead-letter queue, which stay there: what was to be done, and with what.',
  takes: ['QUEUE'],
  options: { limit: { value: 'N', about: `how many, up to ${READ_LIMIT}; 20 if not given` } },
  examples: ['dead-letters read orders', 'dead-letters read announcements --limit 100 --stage dev --json'],

  async run({ given: [asked = ''], find, stage, connection }) {
    const limit = readLimit(find('limit') ?? '20')
    const { name, url, messages: total } = await theDeadLetterQueue({ stage, connection }, asked)
    const peeked = await peek(new SQSClient(connection), url, limit)
    const messages = peeked.map(({ id, sentTime, body }) => ({ id, sentTime, ...shownOf(body) }))
    const rows = peeked.map(({ id, sentTime, body }) => [
      id,
      ageOf(sentTime, systemClock.now()),
      textOf(shownOf(body)),
    ])
    const text =
      rows.length === 0
        ? `No message of ${name} is in sight. What somebody redrives at this moment is hidden for up to two minutes.`
        : [
            tableOfText(['message', 'age', 'what was to be done'], rows),
            '',
            `${rows.length} of about ${Math.max(total, rows.length)}. Why, and what to do: infra/runbook.md#${name}-dead-letters`,
            `When the cause is removed: ${commandOn(stage, `dead-letters redrive ${name} --all`)}`,
            `What a person has dealt with: ${commandOn(stage, `dead-letters drop ${name} --id MESSAGE`)}`,
          ].join('\n')
    return { json: { queue: name, messages }, text }
  },
}

function readLimit(text: string): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= READ_LIMIT) return limit
  throw new Mistake(`'${text}' is no number of messages: name one from 1 to ${READ_LIMIT}.`)
}
