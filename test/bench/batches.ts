import { textTable } from '../../infra/local/demo/text-table.ts'
import { type Creation, measureCreations } from './batch-creations.ts'
import type { Bench, Report } from './part.ts'

/** Rules §1: no answer takes more, unless it was asked to. */
const BUDGET_MILLISECONDS = 5_000

/** `batches`: how long creating batches of 1000 takes on the local stack, alone and side by side. */
export async function benchBatches({ stack, rounds, progress }: Bench): Promise<Report> {
  const creations = await measureCreations(await stack(), rounds, progress)
  const rows = [...Map.groupBy(creations, ({ situation }) => situation)].map(summary)
  return { rows, text: table(rows) }
}

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
