import { type Check, failed } from '../game/checks.ts'
import { views } from './asking.ts'
import type { AllocationFact } from './facts.ts'
import { minorOf } from './money.ts'
import type { KnownRun, Story } from './story.ts'
import type { World } from './world.ts'

interface Outcome {
  readonly payoutRequestId: string
  readonly currency: string
  readonly availableBefore: number
  readonly allocatedAmount: number
  readonly unallocatedAmount: number
  readonly outcome: string
  readonly reason: string | null
  readonly errorId: string | null
  readonly legs: readonly {
    readonly allocationId: string
    readonly paymentInstrumentId: string
    readonly gatewayAccountId: string
    readonly amount: number
  }[]
}

/** What is wrong with a concluded run: an outcome for each member, its legs the allocations of this run, and counts. */
export async function wrongInRun(
  { reference, endedAt }: KnownRun,
  world: World,
  story: Story,
): Promise<string[]> {
  const { batchId, runId } = reference
  const rows: readonly Outcome[] = (
    await views.outcomes({ id: batchId, query: { run: runId, limit: '1000' } })
  ).body
  const members = world.batches.get(batchId) ?? []
  const made = story.facts('allocation').filter((one) => one.runId === runId)
  const legs = rows.flatMap(({ currency, legs }) =>
    legs.map((leg) =>
      legText(leg.allocationId, leg.paymentInstrumentId, leg.gatewayAccountId, minorOf(leg.amount, currency)),
    ),
  )
  const wrong = failed([
    [endedAt < Number.POSITIVE_INFINITY, 'has no end'],
    [
      sorted(rows.map((row) => row.payoutRequestId)) === sorted(members),
      'has not one outcome for each member',
    ],
    [
      sorted(legs) === sorted(made.map(textOf)),
      `has other legs than allocations: ${legs} ${made.map(textOf)}`,
    ],
    ...rows.flatMap((row) => rowChecks(row, story)),
    ...(await countChecks({ batchId, runId }, rows)),
  ])
  return wrong.map((one) => `the run ${runId} of ${batchId} ${one}`)
}

const sorted = (texts: readonly string[]): string => texts.toSorted().join()

const legText = (...parts: readonly (string | bigint)[]): string => parts.join(' ')

const textOf = (one: AllocationFact): string =>
  legText(one.id, one.paymentInstrumentId, one.gatewayAccountId, one.amountMinor)

/** Promise 3, and the outcome by its definition (rules §3). */
function rowChecks(row: Outcome, story: Story): readonly Check[] {
  const { payoutRequestId, currency, outcome, reason, errorId, legs } = row
  const minor = (amount: number) => minorOf(amount, currency)
  const before = minor(row.availableBefore)
  const allocated = minor(row.allocatedAmount)
  const left = minor(row.unallocatedAmount)
  const placed = legs.reduce((sum, { amount }) => sum + minor(amount), 0n)
  const is = placedAs(legs.length > 0, left === 0n)
  const isGivenUp = outcome === 'fault' || reason === 'run-failed'
  const request = `${payoutRequestId}, ${outcome},`
  return [
    [placed === allocated, `${request} adds its legs up to ${allocated}`],
    [allocated + left === before, `${request} loses an amount`],
    [outcome === is || (isGivenUp && legs.length === 0), `${request} is ${is}`],
    [(reason !== null) === (outcome === 'not-allocated'), `${request} has the reason ${reason}`],
    [(errorId !== null) === (outcome === 'fault'), `${request} has the error ${errorId}`],
    ...committedChecks(row, story, { before, left }),
  ]
}

const placedAs = (hasLegs: boolean, isWhole: boolean): string =>
  hasLegs ? (isWhole ? 'allocated' : 'partially-allocated') : isWhole ? 'already-allocated' : 'not-allocated'

/** What it says was open before and after its legs was so when they were committed. */
function committedChecks(
  { payoutRequestId, legs }: Outcome,
  story: Story,
  said: { readonly before: bigint; readonly left: bigint },
): readonly Check[] {
  const ids = new Set(legs.map(({ allocationId }) => allocationId))
  const step = story.steps.find(({ changes }) =>
    changes.some(({ before, after }) => !before && after?.type === 'allocation' && ids.has(after.id)),
  )
  if (!step) return [[legs.length === 0, `${payoutRequestId} has legs that were never written`]]
  const [was] = step.changes.flatMap(({ before, after }) =>
    before?.type === 'payout-request' && after?.type === 'payout-request' && after.id === payoutRequestId
      ? [`${before.unallocatedMinor} ${after.unallocatedMinor}`]
      : [],
  )
  return [
    [was === `${said.before} ${said.left}`, `${payoutRequestId} had ${was} open before and after its legs`],
  ]
}

interface ShownRun {
  readonly id: string
  readonly status: string
  readonly finishedTime: string | null
  readonly outcomeCounts: Readonly<Record<string, number>>
  readonly allocatedAmountByCurrency: readonly ShownAmount[]
  readonly unallocatedAmountByCurrency: readonly ShownAmount[]
}

interface ShownAmount {
  readonly currency: string
  readonly amount: number
}

/** The list of runs, and the batch about its latest one, count and sum up what the outcomes are. */
async function countChecks(
  { batchId, runId }: { readonly batchId: string; readonly runId: string },
  rows: readonly Outcome[],
): Promise<readonly Check[]> {
  const listed: readonly ShownRun[] = (await views.runs({ id: batchId })).body
  const run = listed.find(({ id }) => id === runId)
  if (!run) return [[false, 'is not in the list']]
  const { body: batch } = await views.batch({ id: batchId })
  const count = (outcome: string) => rows.filter((row) => row.outcome === outcome).length
  const successes = count('allocated') + count('already-allocated')
  const isLatest = batch.run.id === runId
  return [
    [run.finishedTime !== null && ['completed', 'failed'].includes(run.status), `is ${run.status}`],
    ...Object.entries(run.outcomeCounts).map(
      ([outcome, said]): Check => [said === count(outcome), `counts ${said} ${outcome}`],
    ),
    [
      summed(run.allocatedAmountByCurrency) === summedIn(rows, (row) => row.allocatedAmount),
      'sums up wrongly what it allocated',
    ],
    [
      summed(run.unallocatedAmountByCurrency) === summedIn(rows, (row) => row.unallocatedAmount),
      'sums up wrongly what it left',
    ],
    [!isLatest || batch.successCount === successes, `has ${batch.successCount} of ${successes} successes`],
    [!isLatest || batch.failureCount === rows.length - successes, `has ${batch.failureCount} failures`],
  ]
}

const summed = (amounts: readonly ShownAmount[]): string =>
  amounts.map(({ currency, amount }) => `${currency} ${minorOf(amount, currency)}`).join()

function summedIn(rows: readonly Outcome[], amountOf: (row: Outcome) => number): string {
  const sum = (currency: string, group: readonly Outcome[]) =>
    group.reduce((total, row) => total + minorOf(amountOf(row), currency), 0n)
  return [...Map.groupBy(rows, ({ currency }) => currency)]
    .map(([currency, group]) => `${currency} ${sum(currency, group)}`)
    .sort()
    .join()
}
