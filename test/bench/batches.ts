// `npm run bench:batches`: how long creating batches of 1000 takes on the local stack, alone and side by side.

import { parseArgs } from 'node:util'
import { runCommand, unlessAborted } from '../../infra/local/command.ts'
import { progressOn } from '../../infra/local/demo/progress.ts'
import { textTable } from '../../infra/local/demo/text-table.ts'
import { startDesk } from '../../infra/local/desk.ts'
import { type Creation, measureCreations } from './batch-creations.ts'

/** Rules §1: no answer takes more, unless it was asked to. */
const BUDGET_MILLISECONDS = 5_000

const INTERRUPTED = 130

await runCommand(
  async (signal) => {
    const { values } = parseArgs({
      options: { rounds: { type: 'string', default: '7' }, json: { type: 'boolean', default: false } },
    })
    const progress = progressOn(process.stderr)
    const desk = await startDesk({ port: 0, progress, signal, announced: false })
    try {
      const creations = await unlessAborted(signal, measureCreations(desk, Number(values.rounds), progress))
      const rows = [...Map.groupBy(creations, ({ situation }) => situation)].map(summary)
      console.log(values.json ? JSON.stringify(rows) : `\n${table(rows)}`)
    } finally {
      await desk.stop()
    }
  },
  { whenEnded: INTERRUPTED },
)

type Row = ReturnType<typeof summary>

function summary([situation, creations]: [string, readonly Creation[]]) {
  const times = creations.map(({ milliseconds }) => Math.round(milliseconds)).toSorted((a, b) => a - b)
  const statuses = [...Map.groupBy(creations, ({ status }) => status)].toSorted(([a], [b]) => a - b)
  return {
    situation,
    answers: Object.fromEntries(statuses.map(([status, some]) => [status, some.length])),
    medianMilliseconds: times[Math.floor(times.length / 2)] ?? 0,
    slowestMilliseconds: times.at(-1) ?? 0,
    overBudget: times.filter((time) => time > BUDGET_MILLISECONDS).length,
  }
}

function table(rows: readonly Row[]): string {
  return textTable<Row>(
    [
      { title: 'Batches of 1000', cell: ({ situation }) => situation },
      { title: 'answers', cell: ({ answers }) => JSON.stringify(answers).replaceAll(/["{}]/g, '') },
      { title: 'median ms', cell: ({ medianMilliseconds }) => medianMilliseconds },
      { title: 'slowest ms', cell: ({ slowestMilliseconds }) => slowestMilliseconds },
      { title: 'over 5 s', cell: ({ overBudget }) => overBudget },
    ],
    rows,
  )
}
