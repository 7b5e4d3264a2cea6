import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideMembers, type LoadedMember } from '../../../shared/domain/batch-run.ts'
import type { PaymentInstrument } from '../../../shared/domain/customer.ts'
import type { PayoutGateway } from '../../../shared/domain/gateway-account.ts'
import { encodePart } from '../../../shared/domain/run-part.ts'
import { packed } from '../../../shared/repository/packed.ts'
import { ulid } from '../../../shared/runtime/ids.ts'
import {
  cardInstrument,
  coveredAccount,
  instrument,
  paidIn,
  payoutRequest,
} from './auto-allocation/builders.ts'

const partOf = (members: readonly LoadedMember[], gateways: readonly PayoutGateway[]) =>
  decideMembers(members, {
    batchId: 'batch_1',
    runId: 'run_1',
    input: { gateways, order: ['payment-card', 'paypal'], policy: 'largest-exposure' },
    periodLeft: new Map(),
    stamp: { by: 'usr_1', at: '2026-01-01T00:00:00.000Z' },
    onFault: () => 'error_1',
  })

const member = (customerId: string, instruments: readonly PaymentInstrument[]): LoadedMember => ({
  request: payoutRequest({ id: newId('pout_req'), customerId, claim: { batch: 'batch_1', chunk: 0 } }),
  customer: { customerId, currency: 'EUR', instruments, exposures: [] },
  allocations: [],
})

/** As ids are generated: 80 bits of chance in each. */
const newId = (prefix: string): string => `${prefix}_${ulid({ now: () => new Date('2026-01-01') })}`

test('keeps the profile of a customer once for all requests that stand behind one another in the part', () => {
  const gateways = [coveredAccount('gw_1')]
  const loaded = (n: number): LoadedMember => ({
    ...member('cust_1', [cardInstrument('card')]),
    request: {
      ...payoutRequest({ id: `request_${n}`, amountMinor: 300n }),
      claim: { batch: 'batch_1', chunk: 0 },
    },
    customer: {
      customerId: 'cust_1',
      currency: 'EUR',
      instruments: [cardInstrument('card')],
      exposures: [paidIn('card', 'gw_1', 1000n)],
    },
  })
  const rows = encodePart(partOf([loaded(1), loaded(2), loaded(3)], gateways))
  expect(rows.map(({ facts }) => facts)).toEqual([
    { profile: { instruments: [['card', 'payment-card', 'Visa']], exposures: [[0, 0, '1000']] } },
    {},
    {},
  ])
})

test('keeps nothing of a card or an account that a decision does not look at', () => {
  const numbers = { bin: '411111', last4: '9876', expMonth: 7, expYear: 2099 }
  const card = { brand: 'Visa', isPayoutable: true, ...numbers } as const
  const secret = { referenceData: { iban: 'DE89370400440532013000' } }
  const instruments = [cardInstrument('card', { card }), instrument('paypal', 'paypal', secret)]
  const [row] = encodePart(partOf([member('cust_1', instruments)], [coveredAccount('gw_1')]))
  const kept = JSON.stringify(row?.facts) // ids, which may hold any digits, stand beside the facts
  for (const value of [...Object.values(numbers).map(String), 'iban', 'DE8937'])
    expect(kept).not.toContain(value)
  expect(kept).toContain('Visa')
})

test('takes at most 400 bytes a request in a part of 32 customers with 12 pairs each, all facts included', () => {
  const seed = 20260101
  const gateways = Array.from({ length: 4 }, (_, i) =>
    coveredAccount(newId('gw_acc'), { method: i === 3 ? 'paypal' : 'payment-card' }),
  )
  const amounts = fc.sample(fc.bigInt(0n, 20_000n), { seed, numRuns: 32 * 12 }).values()
  const instants = fc.date({ min: new Date('2025-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
  const times = fc.sample(instants, { seed, numRuns: 32 * 12 }).values()
  const members = Array.from({ length: 32 }, (): LoadedMember => {
    const customerId = newId('cus')
    const instruments = [1, 2, 3].map((n) =>
      n === 3 ? instrument(newId('inst'), 'paypal') : cardInstrument(newId('inst')),
    )
    const exposures = instruments.flatMap(({ id }) =>
      gateways.map((gateway) => {
        const lastPaymentTime = times.next().value?.toISOString() ?? null
        return paidIn(id, gateway.id, amounts.next().value ?? 0n, {
          lastPaymentTime,
          firstPaymentTime: lastPaymentTime,
        })
      }),
    )
    const { request } = member(customerId, [])
    return {
      request: { ...request, amountMinor: 30_000n, unallocatedMinor: 30_000n },
      customer: { customerId, currency: 'EUR', instruments, exposures },
      allocations: [],
    }
  })
  const bytes = packed(encodePart(partOf(members, gateways))).length / members.length
  console.info(`${Math.round(bytes)} bytes a request`)
  expect(bytes).toBeLessThanOrEqual(400)
})
