import { describe, expect, it } from 'vitest'
import type { Allocation } from '../../../shared/domain/allocation.ts'
import { sending } from '../../../shared/domain/allocation-moves.ts'
import type { PayoutRequest } from '../../../shared/domain/payout-request.ts'
import { type Report, settle } from '../../../shared/domain/settlement.ts'
import { creditOf, type Transaction } from '../../../shared/domain/transaction.ts'
import { allocation, request } from '../repository/listed-things.ts'

// Rules §5: what an answer of the gateway makes of the allocation, of its credit and of its request.

const SENT = { by: 'usr_1', at: '2026-03-02T10:00:00.000Z' }
const STAMP = { by: 'usr_system', at: '2026-03-02T10:05:00.000Z' }
const PROCESSED = '2026-03-02T10:04:00.000Z'

const PAYING = sending(allocation('pout_req_1', 1, { amountMinor: 60_00n }), 'txn_1', SENT)
const CREDIT = creditOf(PAYING, 'txn_1', SENT.at)
/** Of 100 euros: 60 are being paid, 40 are left. */
const REQUEST = request('pout_req_1', 1, {
  amountMinor: 100_00n,
  unallocatedMinor: 40_00n,
  status: 'in-progress',
})

const says = (result: Report['result'], more: Partial<Report> = {}): Report => ({
  result,
  money: { amountMinor: 60_00n, currency: 'EUR' },
  processedTime: PROCESSED,
  gatewayTransactionId: 'ref_1',
  response: { code: '0', message: 'OK' },
  ...more,
})

interface Before {
  readonly allocation?: Partial<Allocation>
  readonly credit?: Partial<Transaction>
  readonly request?: Partial<PayoutRequest>
}

const settled = (report: Report, before: Before = {}) =>
  settle(
    {
      request: { ...REQUEST, ...before.request },
      allocation: { ...PAYING, ...before.allocation },
      credit: { ...CREDIT, ...before.credit },
    },
    report,
    STAMP,
  )

describe('the gateway says of a payment that was sent', () => {
  it.each([
    ['approved', 'completed', 'completed', 'approved', 60_00n, 40_00n],
    ['declined', 'declined', 'completed', 'declined', 0n, 100_00n],
    ['error', 'failed', 'never-sent', 'abandoned', 0n, 100_00n],
    ['abandoned', 'failed', 'never-sent', 'abandoned', 0n, 100_00n],
    ['canceled', 'failed', 'completed', 'canceled', 0n, 100_00n],
    ['pending', 'waiting-completion', 'waiting-gateway', 'unknown', 0n, 40_00n],
    ['unknown', 'processing', 'timeout', 'unknown', 0n, 40_00n],
  ] as const)('%s', (result, status, transactionStatus, transactionResult, paidMinor, unallocatedMinor) => {
    expect(settled(says(result))).toMatchObject({
      kind: 'settled',
      allocation: { status, transactionStatus, transactionResult, version: PAYING.version + 1 },
      credit: { status: transactionStatus, result: transactionResult, amountMinor: 60_00n, version: 2 },
      request: { status: 'in-progress', paidMinor, unallocatedMinor, lastChange: { actions: [] } },
    })
  })

  it.each(['approved', 'declined', 'canceled', 'abandoned'] as const)(
    '%s, when it was processed and under which reference',
    (result) => {
      expect(settled(says(result))).toMatchObject({
        credit: {
          processedTime: PROCESSED,
          gatewayTransactionId: 'ref_1',
          response: { code: '0', message: 'OK' },
          updatedTime: STAMP.at,
        },
      })
    },
  )

  it.each(['pending', 'unknown'] as const)(
    '%s: it was not processed yet, and the request is as it was',
    (result) => {
      expect(settled(says(result))).toMatchObject({ credit: { processedTime: SENT.at }, request: REQUEST })
    },
  )

  it('no more of reference and reason than is known', () => {
    const known = { gatewayTransactionId: 'ref_0', response: { code: '7', message: 'Later' } }
    const report = says('approved', { gatewayTransactionId: null, response: null })
    expect(settled(report, { credit: known })).toMatchObject({ credit: known })
  })

  it('the same again: nothing is added', () => {
    const waiting = { status: 'waiting-completion', transactionStatus: 'waiting-gateway' } as const
    expect(settled(says('pending'), { allocation: waiting })).toEqual({ kind: 'adds-nothing' })
  })
})

describe('a request', () => {
  const paidBefore = { paidMinor: 40_00n, unallocatedMinor: 0n }

  it.each([false, true])('that is paid in full is fulfilled; blocked: %s', (blocked) => {
    expect(settled(says('approved'), { request: { ...paidBefore, blocked } })).toMatchObject({
      request: {
        status: 'fulfilled',
        blocked,
        paidMinor: 100_00n,
        lastChange: { actions: [{ type: 'payout-request-fulfilled', message: 'Paid in full' }] },
      },
    })
  })

  it('that is paid in part is in progress, and its timeline has nothing to tell', () => {
    expect(settled(says('approved'))).toMatchObject({
      request: { status: 'in-progress', version: REQUEST.version + 1, lastChange: { actions: [] } },
    })
  })

  it('that is at its end stays there, whatever is paid', () => {
    const canceled = { ...paidBefore, status: 'canceled' } as const
    expect(settled(says('approved'), { request: canceled })).toMatchObject({
      request: { status: 'canceled', paidMinor: 100_00n },
    })
  })
})

const COMPLETED = {
  status: 'completed',
  transactionStatus: 'completed',
  transactionResult: 'approved',
} as const
const FAILED = { status: 'failed', transactionStatus: 'never-sent', transactionResult: 'abandoned' } as const
const APPROVED = { status: 'completed', result: 'approved' } as const
const ABANDONED = { status: 'never-sent', result: 'abandoned' } as const

describe('a result that contradicts what is final', () => {
  it.each([
    ['declined', { allocation: COMPLETED, credit: APPROVED }, 'completed', 'declined'],
    ['abandoned', { allocation: COMPLETED, credit: APPROVED }, 'never-sent', 'abandoned'],
    ['approved', { allocation: FAILED, credit: ABANDONED }, 'completed', 'approved'],
  ] as const)('%s is recorded as the gateway has it, and waits for a person', (result, before, ...as) => {
    const [status, recorded] = as
    expect(settled(says(result), before)).toMatchObject({
      kind: 'conflict',
      reason: 'conflicting-result',
      credit: { status, result: recorded, version: 2 },
      request: { status: 'in-progress', blocked: true, blockReason: 'risk-review' },
    })
  })

  it('is recorded once, however often it comes', () => {
    const denied = { ...CREDIT, status: 'completed', result: 'declined' } as const
    expect(settled(says('declined'), { allocation: COMPLETED, credit: denied })).toMatchObject({
      kind: 'conflict',
      credit: { version: denied.version, updatedTime: denied.updatedTime },
    })
  })

  it.each([
    ['approved', { allocation: COMPLETED, credit: { status: 'completed', result: 'declined' } }],
    ['declined', { allocation: FAILED, credit: APPROVED }],
  ] as const)(
    'is taken back by %s, which is recorded, too, although the status says so already',
    (result, before) => {
      expect(settled(says(result), before)).toMatchObject({
        kind: 'conflict',
        reason: 'conflicting-result',
        credit: { result, version: 2 },
      })
    },
  )

  it.each(['pending', 'unknown'] as const)('is not what %s says: it knows less', (result) => {
    expect(settled(says(result), { allocation: FAILED, credit: APPROVED })).toEqual({ kind: 'adds-nothing' })
  })

  it('is not what says in another way that nothing was paid', () => {
    const failed = { allocation: FAILED, credit: ABANDONED }
    expect(settled(says('declined'), failed)).toEqual({ kind: 'adds-nothing' })
  })

  it('is not what settles a payment that is still open, whatever was recorded of it before', () => {
    expect(settled(says('declined'), { credit: { ...APPROVED, currency: 'USD' } })).toMatchObject({
      kind: 'settled',
      allocation: { status: 'declined' },
      credit: { result: 'declined', currency: 'EUR' },
    })
  })
})

describe('another amount than that of the allocation', () => {
  it.each([
    { amountMinor: 59_99n, currency: 'EUR', said: '59.99 EUR' },
    { amountMinor: 60_00n, currency: 'USD', said: '60 USD' },
  ])('$said is recorded, changes no status, and waits for a person', ({ said, ...money }) => {
    expect(settled(says('approved', { money }))).toMatchObject({
      kind: 'conflict',
      reason: 'amount-differs',
      credit: { ...money, result: 'approved', version: 2 },
      request: {
        status: 'in-progress',
        paidMinor: 0n,
        blocked: true,
        blockReason: 'risk-review',
        lastChange: {
          actions: [{ message: expect.stringContaining(`its gateway says approved for ${said}`) }],
        },
      },
    })
  })

  it.each([
    ['amount', { amountMinor: 59_99n }],
    ['currency', { currency: 'USD' }],
  ])('is corrected by the next that is told: %s', (_, recorded) => {
    const answer = settled(says('approved'), { credit: { ...APPROVED, ...recorded } })
    expect(answer).toMatchObject({ kind: 'settled', credit: { amountMinor: 60_00n, currency: 'EUR' } })
  })

  it('is nothing that a gateway says that was asked by the key of the payment', () => {
    expect(settled(says('approved', { money: null }))).toMatchObject({ kind: 'settled' })
  })
})

describe('the timeline of a request whose payment is contradicted', () => {
  const contradicted = (before: Partial<PayoutRequest>) => {
    const answer = settled(says('declined'), { allocation: COMPLETED, credit: APPROVED, request: before })
    return answer.kind === 'conflict' ? answer.request : answer.kind
  }
  const message = `conflicting-result: allocation ${PAYING.id} is completed, its gateway says declined for 60 EUR`

  it('says what the gateway says, and that this blocks the request', () => {
    expect(contradicted({})).toMatchObject({
      lastChange: { ...STAMP, actions: [{ type: 'payout-request-blocked', message }] },
    })
  })

  it.each<[string, Partial<PayoutRequest>]>([
    ['is blocked already, for the reason that it has', { blocked: true, blockReason: 'aml-review' }],
    ['is at its end, where nothing is blocked', { status: 'fulfilled' }],
  ])('says it of one, too, that %s', (_, before) => {
    expect(contradicted(before)).toMatchObject({
      ...before,
      lastChange: { actions: [{ type: 'payout-request-reversed', message }] },
    })
  })
})
