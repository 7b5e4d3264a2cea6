import { encodeDecision } from './auto-allocation/trace.ts'
import { type RunResults } from './batch.ts'
import {
  chunksOf,
  type DecidedMember,
  decideMembers,
  type LoadedMember,
  type RunContext,
  type RunRules,
  resultsOf,
} from './batch-run.ts'
import { canonicalText } from './canonical-text.ts'
import type { Currency } from './currency.ts'
import { type Minor, sumOf } from './money.ts'
import { hourOf, leftMinor, type PeriodWindow, periodLeftBy } from './period-window.ts'
import { type Digest, fingerprintsUnder } from './plan-fingerprint.ts'
import type { PlannedMember } from './planned-member.ts'

/** Rules §4.7: after so long nobody starts a run with it. */
export const PLAN_USABLE_SECONDS = 24 * 3600

/** What a run would do at this moment. */
export interface AllocationPlan {
  readonly rules: RunRules
  /** Of all that it says: the same plan has the same hash, another has another. */
  readonly hash: string
  /** In the order of a run. */
  readonly members: readonly PlannedMember[]
  readonly results: RunResults
  readonly byGatewayAccount: readonly AccountTotal[]
}

export interface AccountTotal {
  readonly gatewayAccountId: string
  readonly currency: Currency
  readonly amountMinor: Minor
}

export interface PlanContext {
  readonly batchId: string
  readonly rules: RunRules
  /** Of every cap that bounds what these members take. */
  readonly windows: readonly PeriodWindow[]
  readonly stamp: RunContext['stamp']
  readonly onFault: RunContext['onFault']
  readonly digest: Digest
}

/** Decides all members as a run does, in its order, each on what the earlier ones left; nothing comes of it. */
export function planAllocations(loaded: readonly LoadedMember[], context: PlanContext): AllocationPlan {
  const decided = decideMembers(inRunOrder(loaded), runOf(context))
  const fingerprintOf = fingerprintsUnder(context.rules, context.digest)
  const members = decided.map(
    (member): PlannedMember => ({
      payoutRequestId: member.request.id,
      customerId: member.request.customerId,
      currency: member.request.currency,
      amountMinor: member.request.amountMinor,
      availableBeforeMinor: member.request.unallocatedMinor,
      allocationCount: member.request.allocationCount,
      periodLeft: member.basis?.periodLeft ?? new Map(),
      fingerprint: fingerprintOf(member.request, member.customer),
      decision: member.decision,
      errorId: member.errorId,
    }),
  )
  return {
    hash: context.digest(canonicalText(members.map(contentOf))),
    rules: context.rules,
    members,
    results: resultsOf(decided),
    byGatewayAccount: accountTotals(decided),
  }
}

/** A run whose members, if it were one, would be set aside at this moment. */
const runOf = ({ batchId, rules, windows, stamp, onFault }: PlanContext): RunContext => ({
  batchId,
  runId: 'run_planned',
  input: rules,
  periodLeft: periodLeftBy(windows, (window) => leftMinor(window, hourOf(stamp.at))),
  stamp,
  onFault,
})

/** Chunk after chunk: beside each other they share nothing but windows. */
function inRunOrder(loaded: readonly LoadedMember[]): LoadedMember[] {
  const byId = new Map(loaded.map((member) => [member.request.id, member]))
  return chunksOf(loaded.map(({ request }) => request))
    .flat()
    .flatMap((id) => byId.get(id) ?? [])
}

/** Not the error's id, which is another each time. */
const contentOf = ({ payoutRequestId, fingerprint, decision }: PlannedMember): readonly string[] => [
  payoutRequestId,
  fingerprint,
  encodeDecision(decision),
]

/** What would be paid through each account, sorted by account and currency. */
function accountTotals(decided: readonly DecidedMember[]): AccountTotal[] {
  const legs = decided.flatMap(({ request: { currency }, decision }) =>
    decision.legs.map(({ gatewayAccountId, amountMinor }) => ({ gatewayAccountId, currency, amountMinor })),
  )
  const groups = Map.groupBy(legs, ({ gatewayAccountId, currency }) => `${gatewayAccountId} ${currency}`)
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, group]) => {
      const [first] = group
      return first ? [{ ...first, amountMinor: sumOf(group.map(({ amountMinor }) => amountMinor)) }] : []
    })
}
