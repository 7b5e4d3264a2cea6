import * as fc from 'fast-check'
import { type AllocationPlan, planAllocations } from '../../../shared/domain/allocation-plan.ts'
import {
  type DecidedMember,
  decideMembers,
  type LoadedMember,
  type RunRules,
} from '../../../shared/domain/batch-run.ts'
import type { CustomerProfile } from '../../../shared/domain/customer.ts'
import type { PayoutGateway } from '../../../shared/domain/gateway-account.ts'
import type { PayoutRequest } from '../../../shared/domain/payout-request.ts'
import { hourOf, leftMinor, type PeriodWindow, periodLeftBy } from '../../../shared/domain/period-window.ts'
import { fingerprintsUnder } from '../../../shared/domain/plan-fingerprint.ts'
import { digest } from '../../../shared/runtime/digest.ts'
import { cardInstrument, coveredAccount, paidIn, payoutRequest } from './auto-allocation/builders.ts'

/** A batch and all that its members are decided on, in a form that a test may change. */
export interface PlannedWorld {
  /** In the order of a run. */
  readonly requests: readonly PayoutRequest[]
  /** By `<customer> <currency>`. */
  readonly profiles: ReadonlyMap<string, CustomerProfile>
  readonly rules: RunRules
  readonly windows: readonly PeriodWindow[]
}

const BATCH = 'preq_batch_1'
const AT = '2026-01-01T12:34:56.000Z'
const STAMP = { by: 'usr_1', at: AT }

export const profileName = ({
  customerId,
  currency,
}: Pick<PayoutRequest, 'customerId' | 'currency'>): string => `${customerId} ${currency}`

const membersOf = ({ requests, profiles }: PlannedWorld): LoadedMember[] =>
  requests.map((request) => ({
    request,
    allocations: [],
    customer: profiles.get(profileName(request)) ?? fail('A request without a profile'),
  }))

const onFault = (_: PayoutRequest, fault: unknown): string => fail(String(fault))

export const planOf = (world: PlannedWorld): AllocationPlan =>
  planAllocations(membersOf(world), {
    batchId: BATCH,
    rules: world.rules,
    windows: world.windows,
    stamp: STAMP,
    onFault,
    digest,
  })

/** What a chunk of a run that applies the plan makes of these members. */
export const applied = (plan: AllocationPlan, world: PlannedWorld): DecidedMember[] =>
  decideMembers(membersOf(world), {
    batchId: BATCH,
    runId: 'run_1',
    input: world.rules,
    plan: {
      members: new Map(plan.members.map((member) => [member.payoutRequestId, member])),
      fingerprintOf: fingerprintsUnder(world.rules, digest),
    },
    periodLeft: periodLeftBy(world.windows, (window) => leftMinor(window, hourOf(AT))),
    stamp: STAMP,
    onFault,
  })

/** Small amounts over few pairs: some requests are placed whole, some in part, some not at all. */
export const plannedWorlds: fc.Arbitrary<PlannedWorld> = fc
  .record({
    asks: fc.array(
      fc.record({
        customerId: fc.constantFrom('cust_1', 'cust_2', 'cust_3'),
        currency: fc.constantFrom('EUR', 'JPY'),
        amountMinor: fc.bigInt(1n, 60n),
        allocated: fc.constantFrom(false, false, false, false, true),
      }),
      { minLength: 1, maxLength: 9 },
    ),
    paid: fc.array(fc.bigInt(0n, 80n), { minLength: 24, maxLength: 24 }),
    left: fc.tuple(fc.bigInt(0n, 150n), fc.bigInt(0n, 150n)),
  })
  .map(({ asks, paid, left }) => {
    const requests = asks.map(({ allocated, ...ask }, i) =>
      payoutRequest({
        ...ask,
        id: `pout_req_${i}`,
        unallocatedMinor: allocated ? 0n : ask.amountMinor,
        status: allocated ? 'in-progress' : 'approved',
        claim: { batch: BATCH, chunk: 0 },
      }),
    )
    return { ...WORLD, requests: inRunOrder(requests), profiles: profilesOf(paid), windows: windowsOf(left) }
  })

/** Whole customers, in the order in which they first come. */
const inRunOrder = (requests: readonly PayoutRequest[]): PayoutRequest[] =>
  [...Map.groupBy(requests, ({ customerId }) => customerId).values()].flat()

const CURRENCIES = ['EUR', 'JPY'] as const

function coveredGateway(id: string): PayoutGateway {
  const { payoutAdapter: _, ...gateway } = coveredAccount(id, { acceptedCurrencies: CURRENCIES })
  return gateway
}

const WORLD = {
  rules: {
    gateways: [coveredGateway('capped'), coveredGateway('open')],
    order: ['payment-card', 'selected-payment-instrument'],
    policy: 'largest-exposure',
  } satisfies RunRules,
}

function profilesOf(paid: readonly bigint[]): Map<string, CustomerProfile> {
  const amounts = paid.values()
  const profiles = ['cust_1', 'cust_2', 'cust_3'].flatMap((customerId) =>
    CURRENCIES.map(
      (currency): CustomerProfile => ({
        customerId,
        currency,
        instruments: ['a', 'b'].map((card) => cardInstrument(`${customerId}_${card}`, { customerId })),
        exposures: ['a', 'b'].flatMap((card) =>
          ['capped', 'open'].map((account) =>
            paidIn(`${customerId}_${card}`, account, amounts.next().value ?? 0n),
          ),
        ),
      }),
    ),
  )
  return new Map(profiles.map((profile) => [profileName(profile), profile]))
}

const windowsOf = (left: readonly bigint[]): PeriodWindow[] =>
  CURRENCIES.map((currency, i) => ({
    gatewayAccountId: 'capped',
    currency,
    since: 1,
    capMinor: left[i] ?? 0n,
    takenMinor: new Map(),
    reservations: [],
    endedRuns: new Map(),
    version: null,
  }))

function fail(message: string): never {
  throw new Error(message)
}
