import { textTable } from '../../../infra/local/demo/text-table.ts'
import { newOrganizationOn } from '../../journeys/harness/organization.ts'
import type { Bench, Report } from '../part.ts'
import { runOnDesk } from './desk-run.ts'
import { startPlainDesk } from './plain-desk.ts'
import { centsOf, comparison, type Price, priceOf, type RunCosts } from './run-costs.ts'
import { SITUATIONS, type Situation } from './situation.ts'

interface Row extends Situation {
  readonly desk: RunCosts & Price
  /** One Map item, one Lambda call and one transaction for each request. */
  readonly plain: RunCosts & Price
  readonly timesCheaper: number
  readonly timesFewerRequests: number
}

/** `runs`: what auto-allocating a batch takes, beside a plain baseline in the same situation. */
export async function benchRuns({ stack, progress }: Bench): Promise<Report> {
  const desk = await stack()
  const baseline = await startPlainDesk()
  const step = progress.step('Batches auto-allocated', 2 * SITUATIONS.length)
  const rows: Row[] = []
  try {
    for (const situation of SITUATIONS) {
      const { run } = await runOnDesk(desk, await newOrganizationOn(desk), situation)
      step.advance()
      const plain = await baseline.run(situation)
      step.advance()
      rows.push({ ...situation, desk: priced(run), plain: priced(plain), ...comparison(run, plain) })
    }
  } finally {
    await baseline.stop()
  }
  step.end()
  return { rows, text: `${table(rows)}\n\n${WORDS}` }
}

const priced = (costs: RunCosts): RunCosts & Price => ({ ...costs, ...priceOf(costs) })

const WORDS =
  'Plain: one Map item, one Lambda call and one transaction for each request, one after the other.\n' +
  'Cents: state transitions and DynamoDB, index writes included, by the price list of us-east-1; Lambda is left out.'

/** Two lines for each situation; how many times less the desk takes stands under the line of the baseline. */
function table(rows: readonly Row[]): string {
  const lines = rows.flatMap(({ desk, plain, ...row }) => [
    { ...row, by: 'desk', costs: desk, compared: undefined },
    { ...row, by: 'plain', costs: plain, compared: row },
  ])
  const times = (ratio: number | undefined) => (ratio === undefined ? '' : ratio.toFixed(1))
  return textTable<(typeof lines)[number]>(
    [
      { title: 'requests', cell: ({ requests }) => requests },
      { title: 'customers', cell: ({ customers }) => customers },
      { title: 'legs', cell: ({ legs }) => legs },
      { title: 'cap', cell: ({ capped }) => (capped ? 'yes' : 'no') },
      { title: 'by', cell: ({ by }) => by },
      { title: 'DynamoDB requests', cell: ({ costs }) => costs.dynamodbRequests },
      { title: 'table WU', cell: ({ costs }) => costs.tableWriteUnits },
      { title: 'index WU', cell: ({ costs }) => costs.indexWriteUnits },
      { title: 'RU', cell: ({ costs }) => costs.readUnits },
      { title: 'transitions', cell: ({ costs }) => costs.stateTransitions },
      { title: 'events', cell: ({ costs }) => costs.historyEvents },
      { title: 'Lambda calls', cell: ({ costs }) => costs.invocations },
      { title: 'cents', cell: ({ costs }) => centsOf(costs).toFixed(3) },
      { title: 'requests ×', cell: ({ compared }) => times(compared?.timesFewerRequests) },
      { title: 'cents ×', cell: ({ compared }) => times(compared?.timesCheaper) },
    ],
    lines,
  )
}
