import type { Command } from '../command.ts'
import { doAgain } from '../dead-letters/doing-again.ts'
import { theDeadLetterQueue } from '../dead-letters/queues.ts'
import { redrive } from '../dead-letters/redrive.ts'
import { readIds, textOf } from '../dead-letters/redrive-words.ts'
import { Mistake } from '../mistake.ts'
import { progressBar } from '../progress-bar.ts'

export const deadLettersRedrive: Command = {
  name: 'dead-letters redrive',
  does: 'Does again what could not be done. Doing it twice changes nothing.',
  takes: ['QUEUE'],
  options: {
    all: { about: 'everything in the queue' },
    id: { value: 'A,B', about: 'these messages only, as dead-letters read shows them' },
  },
  examples: ['dead-letters redrive orders --all', 'dead-letters redrive announcements --all --stage dev'],
  more: `A reader of the stream reads the item again and does its duty by it as it is now; a worker's message goes back to its
queue. A message leaves the dead-letter queue only when that has succeeded. Remove the cause first: what fails again
stays, with its reason shown.`,

  async run({ given: [name = ''], find, is, stage, connection, json }) {
    const ids = readIds(find('id'))
    if (is('all') === (ids !== undefined && ids.size > 0))
      throw new Mistake('Say what to redrive: --all, or --id A,B.')
    const queue = await theDeadLetterQueue({ stage, connection }, name)
    const total = Math.max(1, ids?.size ?? queue.messages)
    const bar = progressBar()
    try {
      const asked = { ids: ids ?? 'all', again: doAgain(queue, connection) } as const
      const report = await redrive({ stage, connection }, queue, asked, (done, failed) => {
        if (!json) bar.show(Math.min(1, (done + failed) / total), `${done} done, ${failed} failed`)
      })
      const refused = report.failures.length + report.missing.length > 0
      return { json: { queue: queue.name, ...report }, text: textOf(queue.name, report), refused }
    } finally {
      bar.clear()
    }
  },
}
