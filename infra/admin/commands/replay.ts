import { LambdaClient } from '@aws-sdk/client-lambda'
import { organizationOf } from '../../../shared/repository/keys.ts'
import { STREAM_READERS } from '../../background.ts'
import { functionName } from '../../functions.ts'
import { inParallel } from '../../local/demo/parallel.ts'
import { nameIn } from '../../names.ts'
import type { Command } from '../command.ts'
import { askFor, NotDone } from '../dead-letters/doing-again.ts'
import { Mistake } from '../mistake.ts'
import { progressBar } from '../progress-bar.ts'
import { type ChangedItem, changedSince } from '../replay/changed-items.ts'
import { lettersFor } from '../replay/letters.ts'

/** Asked of the reader at once: little enough that what happens meanwhile is announced as well. */
const AT_ONCE = 10

export const replay: Command = {
  name: 'replay',
  does: 'Tells other systems again what has changed since a time, by the ids that the events have always had.',
  takes: [],
  options: {
    since: { value: 'TIME', about: 'ISO 8601, such as 2026-03-01T10:00:00Z', needed: true },
    organization: { value: 'ID', about: 'of this organization only' },
  },
  examples: [
    'replay --since 2026-03-01T10:00:00Z',
    'replay --since 2026-03-01 --organization ID --stage dev',
  ],
  more: `For what the stream has lost: it keeps changes for 24 hours. Of each payout request, allocation and batch it tells the
creation, if that was since then, and the latest change, showing it as it is now; what lay between is not told. It reads
the whole table once.`,

  async run({ the, find, table, stage, connection, json }) {
    const since = readTime(the('since'))
    const organization = find('organization')
    const reader = nameIn(stage, functionName(STREAM_READERS.announcements))
    const tell = tellBy(new LambdaClient(connection), reader, since)
    const bar = progressBar()
    const failures: Failure[] = []
    let told = 0
    try {
      for await (const items of changedSince(table, since)) {
        const wanted = items.filter((item) => !organization || organizationOf(item) === organization)
        await inParallel(wanted, AT_ONCE, async (item) => {
          const failure = await tell(item)
          if (failure) failures.push(failure)
          else told += 1
          if (!json) bar.show(0, `${told} told, ${failures.length} failed`)
        })
      }
    } finally {
      bar.clear()
    }
    return { json: { since, told, failures }, text: textOf(told, failures), refused: failures.length > 0 }
  },
}

interface Failure {
  readonly id: string
  readonly message: string
}

const tellBy =
  (lambda: LambdaClient, reader: string, since: string) =>
  async (item: ChangedItem): Promise<Failure | undefined> => {
    try {
      for (const letter of lettersFor(item, since)) await askFor(lambda, reader, letter)
      return undefined
    } catch (error) {
      if (error instanceof NotDone) return { id: item.id, message: error.message }
      throw error
    }
  }

const textOf = (told: number, failures: readonly Failure[]): string =>
  [
    `${told} payout requests, allocations and batches told again, ${failures.length} failed.`,
    ...failures.map(({ id, message }) => `${id}: ${message}`),
  ].join('\n')

function readTime(text: string): string {
  const time = new Date(text)
  if (Number.isNaN(time.getTime()))
    throw new Mistake(`'${text}' is no time: write it as 2026-03-01T10:00:00Z.`)
  return time.toISOString()
}
