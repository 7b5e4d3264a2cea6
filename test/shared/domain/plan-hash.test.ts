import { describe, expect, it } from 'vitest'
import {
  PLAN_USABLE_SECONDS,
  type PlanContext,
  planAllocations,
} from '../../../shared/domain/allocation-plan.ts'
import type { LoadedMember } from '../../../shared/domain/batch-run.ts'
import { digest } from '../../../shared/runtime/digest.ts'
import { cardInstrument, coveredAccount, paidIn, payoutRequest } from './auto-allocation/builders.ts'
import { NOW, windowWith } from './windows.ts'

// Rules §4.7: whoever applies a plan by its hash gets what was reviewed under it.

const BATCH = 'preq_batch_1'

/** A request of a customer who paid in 1000 by one card. */
const asks = (
  id: string,
  amountMinor: bigint,
  given: Partial<LoadedMember['request']> = {},
): LoadedMember => ({
  request: payoutRequest({ id, amountMinor, claim: { batch: BATCH, chunk: 0 }, ...given }),
  allocations: [],
  customer: {
    customerId: 'cust_1',
    currency: 'EUR',
    instruments: [cardInstrument('card')],
    exposures: [paidIn('card', 'gw', 1000n)],
  },
})

const CONTEXT: PlanContext = {
  batchId: BATCH,
  rules: { gateways: [coveredAccount('gw')], order: ['payment-card'], policy: 'largest-exposure' },
  windows: [],
  stamp: { by: 'usr_1', at: `${NOW}:30:00.000Z` },
  onFault: () => 'err_1',
  digest,
}

const FIRST = asks('pout_req_1', 60n)
const SECOND = asks('pout_req_2', 10n)
const reviewed = planAllocations([FIRST, SECOND], CONTEXT)

describe('the hash of a plan', () => {
  it.each<[string, LoadedMember[], Partial<PlanContext>]>([
    ['a request is for more', [asks('pout_req_1', 61n), SECOND], {}],
    ['a request is not in it', [FIRST], {}],
    ['another request is paid the same in its place', [FIRST, asks('pout_req_3', 10n)], {}],
    [
      'a request was changed, though its legs are the same',
      [FIRST, asks('pout_req_2', 10n, { version: 2 })],
      {},
    ],
    ['the window leaves less', [FIRST, SECOND], { windows: [windowWith({ taken: { [NOW]: 50n } })] }],
  ])('is another when %s', (_, members, change) => {
    expect(planAllocations(members, { ...CONTEXT, ...change }).hash).not.toBe(reviewed.hash)
  })
})

describe('a member that could not be read', () => {
  const unreadable = [{ ...FIRST, unreadable: new Error('Half an item.') }, SECOND]
  const plan = planAllocations(unreadable, CONTEXT)

  it('is a fault in the plan, named by its error; the others have their legs', () => {
    expect(plan.members).toMatchObject([
      { errorId: 'err_1', periodLeft: new Map(), decision: { outcome: 'fault', legs: [] } },
      { errorId: null, decision: { outcome: 'allocated', legs: [{ amountMinor: 10n }] } },
    ])
    expect(plan.byGatewayAccount).toEqual([{ gatewayAccountId: 'gw', currency: 'EUR', amountMinor: 10n }])
  })

  it('makes the same plan the next time, though its error has another name', () => {
    expect(planAllocations(unreadable, { ...CONTEXT, onFault: () => 'err_2' }).hash).toBe(plan.hash)
    expect(plan.hash).not.toBe(reviewed.hash)
  })
})

it('nobody begins a run with a plan of the day before', () => {
  expect(PLAN_USABLE_SECONDS).toBe(86_400)
})
