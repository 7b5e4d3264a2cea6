import type { Deed } from './deeds.ts'
import type { AllocationFact, GatewayFact } from './facts.ts'
import { figuresOf, pairOf, profileOf } from './figures.ts'
import type { Step, Story } from './story.ts'
import { usedMinor } from './windows.ts'
import type { World } from './world.ts'

/** What is wrong with allocations that a write made: somebody asked for each, and what bounds it holds at that moment. */
export function wrongInCreated(step: Step, story: Story, world: World, deeds: readonly Deed[]): string[] {
  const created = step.changes.flatMap(({ before, after }) =>
    before === undefined && after?.type === 'allocation' ? [after] : [],
  )
  const isAutomatic = step.by?.deed.asked.does !== 'allocate'
  return created.flatMap((one) => [
    ...(isAskedFor(one, step, world) ? [] : [`nobody asked for ${one.id}`]),
    ...(isAutomatic ? wrongInAutomatic(one, step, story, deeds) : []),
  ])
}

function isAskedFor(one: AllocationFact, { by }: Step, { batches }: World): boolean {
  const asked = by?.deed.asked
  if (asked?.does === 'allocate')
    return (
      one.payoutRequestId === asked.request &&
      one.paymentInstrumentId === asked.instrument &&
      one.gatewayAccountId === asked.gateway &&
      one.amountMinor === asked.amountMinor &&
      one.runId === undefined &&
      one.capSince === undefined
    )
  if (asked?.does === 'auto') return one.payoutRequestId === asked.request && one.runId === undefined
  return (
    asked?.does === 'chunk' &&
    one.runId === asked.run.runId &&
    asked.chunk.requests.includes(one.payoutRequestId) &&
    batches.get(asked.run.batchId)?.includes(one.payoutRequestId) === true
  )
}

/** Promise 2, as rules §4.1 words it. */
function wrongInAutomatic(one: AllocationFact, step: Step, story: Story, deeds: readonly Deed[]): string[] {
  const [from, to] = knownFrom(step, story)
  const known = story.versions(one.gatewayAccountId, from, to)
  const settings = settingsOf(story.versions(one.gatewayAccountId, 0, to), one.currency)
  if (!known.some((account) => permits(account, one) && settings.get(account) === one.capSince))
    return [`no terms of ${one.gatewayAccountId} permit ${one.id}`]
  return [...uncovered(one, story), ...overCap(one, step, story, deeds)]
}

/** When whoever decided may have read the gateway accounts: a run as it began (rules §4.6), a single allocation now. */
function knownFrom({ by, moment }: Step, story: Story): readonly [from: number, to: number] {
  const asked = by?.deed.asked
  const run = asked?.does === 'chunk' ? story.runs.get(asked.run.runId) : undefined
  return run ? [run.from, run.inputAt] : [by?.from ?? moment, moment]
}

function permits(account: GatewayFact, { currency, amountMinor, ...one }: AllocationFact): boolean {
  const { maxPerTransaction = [], minPerTransaction = [] } = account.payoutLimits ?? {}
  const limit = (limits: typeof maxPerTransaction) => limits.find((entry) => entry.currency === currency)
  return (
    account.status === 'active' &&
    !account.isDown &&
    account.readyToPayoutInstruction === one.gatewayPayoutInstruction &&
    amountMinor <= (limit(maxPerTransaction)?.amountMinor ?? amountMinor) &&
    amountMinor >= (limit(minPerTransaction)?.amountMinor ?? 1n)
  )
}

/** Which version of an account set the cap that each has: a cap that is set anew starts an empty window (rules §4.5). */
function settingsOf(versions: readonly GatewayFact[], currency: string): Map<GatewayFact, number> {
  const settings = new Map<GatewayFact, number>()
  let setting: number | undefined
  for (const account of versions) {
    setting = capOf(account, currency) === undefined ? undefined : (setting ?? account.version)
    if (setting !== undefined) settings.set(account, setting)
  }
  return settings
}

const capOf = ({ payoutLimits }: GatewayFact, currency: string): bigint | undefined =>
  payoutLimits?.maxPerPeriod.find((entry) => entry.currency === currency)?.amountMinor

function uncovered(one: AllocationFact, story: Story): string[] {
  if (one.gatewayPayoutInstruction !== 'covered-payout') return []
  const { sales, payouts, open } = figuresOf(profileOf(one), pairOf(one), story)
  return open <= sales - payouts
    ? []
    : [`${open} is open on ${pairOf(one)}, of which ${sales - payouts} is covered`]
}

/** By the highest cap that anybody at work may know: a change counts from the next run or allocation on (rules §4.5). */
function overCap(one: AllocationFact, step: Step, story: Story, deeds: readonly Deed[]): string[] {
  if (one.capSince === undefined) return []
  const underWay = [
    ...[...story.runs.values()].filter(({ endedAt }) => endedAt > step.moment).map(({ from }) => from),
    ...deeds.flatMap(({ asked, tries }) =>
      asked.does === 'auto' ? tries.filter(({ to }) => to > step.moment).map(({ from }) => from) : [],
    ),
  ]
  const versions = story.versions(one.gatewayAccountId, Math.min(step.moment, ...underWay), step.moment)
  const cap = versions.reduce((most, account) => {
    const minor = capOf(account, one.currency) ?? 0n
    return minor > most ? minor : most
  }, 0n)
  return [step.at, Date.parse(one.createdTime)].flatMap((at) => {
    const used = usedMinor(story, one, at)
    return used <= cap ? [] : [`${used} of ${one.gatewayAccountId} is used, and its cap is ${cap}`]
  })
}
