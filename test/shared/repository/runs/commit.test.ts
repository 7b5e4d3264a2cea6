import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { decideMembers, type LoadedMember } from '../../../../shared/domain/batch-run.ts'
import { EXPOSURES_PER_CUSTOMER_LIMIT } from '../../../../shared/domain/customer.ts'
import { encodePart } from '../../../../shared/domain/run-part.ts'
import { packed } from '../../../../shared/repository/packed.ts'
import { partsOf } from '../../../../shared/repository/runs/commit.ts'
import { ulid } from '../../../../shared/runtime/ids.ts'
import {
  cardInstrument,
  coveredAccount,
  paidIn,
  payoutRequest,
} from '../../domain/auto-allocation/builders.ts'

/** DynamoDB: an item, names and all. */
const ITEM_BYTES_LIMIT = 400_000

it('makes parts that an item can hold, of members with as much to tell of each as is possible', () => {
  const gateways = Array.from({ length: 30 }, () => coveredAccount(newId('gw_acc')))
  const members = Array.from({ length: 64 }, () => overdrawn(gateways.map(({ id }) => id)))
  const decided = decideMembers(members, {
    batchId: 'batch_1',
    runId: 'run_1',
    input: { gateways, order: ['payment-card'], policy: 'oldest-payment' },
    periodLeft: new Map(),
    stamp: { by: 'usr_1', at: '2026-01-01T00:00:00.000Z' },
    onFault: () => 'error_1',
  })
  const parts = partsOf(decided, () => false)
  expect(parts.flat()).toEqual(decided)
  expect(parts.length).toBeLessThan(5)
  for (const part of parts) expect(packed(encodePart(part)).length).toBeLessThan(ITEM_BYTES_LIMIT)
})

/** Something happened on every pair, and nothing can be placed on any. */
function overdrawn(accounts: readonly string[]): LoadedMember {
  const customerId = newId('cus')
  const cards = Array.from({ length: EXPOSURES_PER_CUSTOMER_LIMIT / accounts.length }, () =>
    cardInstrument(newId('inst')),
  )
  const exposures = cards.flatMap(({ id }) =>
    accounts.map((account) =>
      paidIn(id, account, someAmount(), {
        payoutsMinor: 999_999_999_999_999n,
        openMinor: someAmount(),
        firstPaymentTime: someTime(),
        lastPaymentTime: someTime(),
      }),
    ),
  )
  return {
    request: payoutRequest({ id: newId('pout_req'), customerId, claim: { batch: 'batch_1', chunk: 0 } }),
    customer: { customerId, currency: 'EUR', instruments: cards, exposures },
    allocations: [],
  }
}

const SAMPLES = { seed: 20260101, numRuns: 40_000 }
const amounts = fc.sample(fc.bigInt(1n, 99_999_999_999_999n), SAMPLES)
const times = fc.sample(
  fc.date({ min: new Date('2020-01-01'), max: new Date('2026-01-01'), noInvalidDate: true }),
  SAMPLES,
)
let taken = 0
const someAmount = (): bigint => amounts[taken++ % amounts.length] ?? 1n
const someTime = (): string => (times[taken++ % times.length] ?? new Date(0)).toISOString()

/** As ids are generated: 80 bits of chance in each. */
const newId = (prefix: string): string => `${prefix}_${ulid({ now: () => new Date('2026-01-01') })}`
