import { textTable } from '../../infra/local/demo/text-table.ts'
import { decide } from '../../shared/domain/auto-allocation/decide.ts'
import {
  ALLOCATION_POLICIES,
  type AllocationPolicy,
  type DecisionInput,
} from '../../shared/domain/auto-allocation/decision.ts'
import { EXPOSURES_PER_CUSTOMER_LIMIT } from '../../shared/domain/customer.ts'
import {
  cardInstrument,
  coveredAccount,
  decisionInput,
  limitsOf,
  paidIn,
  payoutRequest,
} from '../shared/domain/auto-allocation/builders.ts'
import type { Report } from './part.ts'

const SIZES = [
  { instruments: 2, gateways: 5 },
  { instruments: 5, gateways: 20 },
  { instruments: 10, gateways: 100 },
] as const

/** Processor time that one cell is measured for, after as much again to warm up. */
const MEASURED_MICROSECONDS = 400_000

interface Row {
  readonly policy: AllocationPolicy
  readonly candidates: number
  readonly decisionsPerSecond: number
  readonly microsecondsPerCandidate: number
}

/** `decisions`: how many payout requests a second the pure algorithm decides, and how that grows. */
export async function benchDecisions(): Promise<Report> {
  const rows = ALLOCATION_POLICIES.flatMap((policy) => SIZES.map((size) => measure(policy, size)))
  return { rows, text: table(rows) }
}

function measure(policy: AllocationPolicy, size: (typeof SIZES)[number]): Row {
  const input = ordinaryInput(policy, size)
  const candidates = decide(input).candidates.length
  repeat(input)
  const { decisions, microseconds } = repeat(input)
  return {
    policy,
    candidates,
    decisionsPerSecond: Math.round((decisions * 1e6) / microseconds),
    microsecondsPerCandidate: Number((microseconds / decisions / candidates).toFixed(2)),
  }
}

function repeat(input: DecisionInput): { decisions: number; microseconds: number } {
  const start = process.cpuUsage()
  let decisions = 0
  let microseconds = 0
  while (microseconds < MEASURED_MICROSECONDS) {
    for (let i = 0; i < 10; i += 1) decide(input)
    decisions += 10
    const { user, system } = process.cpuUsage(start)
    microseconds = user + system
  }
  return { decisions, microseconds }
}

/** Payments on as many pairs as a customer may have, minimums on some accounts, windows on others; half of it is asked. */
function ordinaryInput(policy: AllocationPolicy, size: (typeof SIZES)[number]): DecisionInput {
  const instruments = Array.from({ length: size.instruments }, (_, at) => cardInstrument(`inst_${at}`))
  const gateways = Array.from({ length: size.gateways }, (_, at) =>
    coveredAccount(`gw_acc_${at}`, {
      payoutLimits: at % 3 === 0 ? limitsOf({ least: 500n, most: null }) : null,
    }),
  )
  const exposures = instruments
    .flatMap(({ id }, i) => gateways.map((gateway, g) => paidIn(id, gateway.id, amountOf(i, g))))
    .slice(0, EXPOSURES_PER_CUSTOMER_LIMIT)
  const paidInMinor = exposures.reduce((sum, { headroomMinor }) => sum + headroomMinor, 0n)
  return decisionInput({
    request: payoutRequest({ amountMinor: paidInMinor / 2n }),
    instruments,
    gateways,
    exposures,
    policy,
    periodLeft: new Map(gateways.filter((_, at) => at % 4 === 1).map(({ id }) => [id, 9_000n])),
  })
}

/** Spread between 10.00 and 210.00 without chance. */
function amountOf(instrument: number, gateway: number): bigint {
  return BigInt(1_000 + ((instrument * 7919 + gateway * 104_729) % 20_001))
}

function table(rows: readonly Row[]): string {
  return textTable<Row>(
    [
      { title: 'policy', cell: ({ policy }) => policy },
      { title: 'candidates', cell: ({ candidates }) => candidates },
      { title: 'decisions/s', cell: ({ decisionsPerSecond }) => decisionsPerSecond },
      { title: 'µs a candidate', cell: ({ microsecondsPerCandidate }) => microsecondsPerCandidate },
    ],
    rows,
  )
}
