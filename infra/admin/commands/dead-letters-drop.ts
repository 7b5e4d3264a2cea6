import type { Command } from '../command.ts'
import { drop } from '../dead-letters/doing-again.ts'
import { theDeadLetterQueue } from '../dead-letters/queues.ts'
import { redrive } from '../dead-letters/redrive.ts'
import { readIds, textOf } from '../dead-letters/redrive-words.ts'
import { Mistake } from '../mistake.ts'

export const deadLettersDrop: Command = {
  name: 'dead-letters drop',
  does: 'Takes messages out of a dead-letter queue that a person has dealt with. They are gone.',
  takes: ['QUEUE'],
  options: { id: { value: 'A,B', about: 'these messages, as dead-letters read shows them', needed: true } },
  examples: [
    'dead-letters drop results --id 0c7e…',
    'dead-letters drop payments --id 0c7e…,91aa… --stage dev',
  ],
  more: `For what cannot be done again, such as a conflict that is reconciled. Until then the message is what keeps the alarm
on, so that nobody forgets it.`,

  async run({ given: [name = ''], the, stage, connection }) {
    const ids = readIds(the('id'))
    if (ids === undefined || ids.size === 0) throw new Mistake('Say which messages to drop: --id A,B.')
    const queue = await theDeadLetterQueue({ stage, connection }, name)
    const report = await redrive({ stage, connection }, queue, { ids, again: drop }, () => {})
    return {
      json: { queue: queue.name, ...report },
      text: textOf(queue.name, report),
      refused: report.missing.length > 0,
    }
  },
}
