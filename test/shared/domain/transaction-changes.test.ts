import { describe, expect, it } from 'vitest'
import { ALLOCATION_STATUSES, TRANSACTION_RESULTS } from '../../../shared/domain/allocation.ts'
import { creditOf, TRANSACTION_TYPES, type Transaction } from '../../../shared/domain/transaction.ts'
import {
  demandSameMoney,
  demandUndecided,
  moveTransaction,
  resolveTransaction,
} from '../../../shared/domain/transaction-changes.ts'
import { allocation } from '../repository/listed-things.ts'
import { refusalOf } from './refusals.ts'

// Rules §7.3, §5: what may be said of a transaction after it was recorded or sent.

const BEFORE = creditOf(allocation('pout_req_1', 1), 'txn_1', '2026-03-02T10:00:00.000Z')
const AT = '2026-03-03T10:00:00.000Z'

const sale = (more: Partial<Transaction> = {}): Transaction => ({
  ...BEFORE,
  type: 'sale',
  result: 'approved',
  status: 'completed',
  ...more,
})

describe('a dispute', () => {
  it.each(['sale', 'capture'] as const)('of an approved %s begins and ends', (type) => {
    const disputed = moveTransaction(sale({ type }), 'disputed', AT)
    expect(disputed).toEqual({ ...sale({ type }), status: 'disputed', version: 2, updatedTime: AT })
    expect(moveTransaction(disputed, 'completed', AT)).toMatchObject({ status: 'completed', version: 3 })
  })

  it('is there once, however often it is told', () => {
    const disputed = sale({ status: 'disputed' })
    expect(moveTransaction(disputed, 'disputed', AT)).toBe(disputed)
  })

  it('is of nothing else', () => {
    const others = [
      ...TRANSACTION_TYPES.filter((type) => type !== 'sale' && type !== 'capture').map((type) =>
        sale({ type }),
      ),
      ...TRANSACTION_RESULTS.filter((result) => result !== 'approved').map((result) => sale({ result })),
    ]
    for (const other of others)
      expect(refusalOf(() => moveTransaction(other, 'disputed', AT))).toMatchObject({
        reason: 'transaction-not-changeable',
        message: expect.stringContaining(`this is a ${other.type} that is ${other.result}`),
      })
  })
})

describe('a result', () => {
  it.each(['approved', 'declined', 'canceled', 'abandoned'] as const)(
    '%s is told of what is unknown',
    (result) => {
      const unknown = sale({ result: 'unknown', status: 'timeout' })
      expect(resolveTransaction(unknown, result, AT)).toEqual({
        ...unknown,
        result,
        status: 'completed',
        version: 2,
        updatedTime: AT,
      })
    },
  )

  it('is not told twice', () => {
    for (const result of TRANSACTION_RESULTS.filter((one) => one !== 'unknown'))
      expect(refusalOf(() => resolveTransaction(sale({ result }), 'approved', AT))).toMatchObject({
        reason: 'transaction-not-changeable',
        message: expect.stringContaining(`this one is ${result}`),
      })
  })

  it('of a payout is told and asked for while its allocation is being paid, and at no other time', () => {
    const beingPaid: readonly string[] = ['processing', 'waiting-completion']
    for (const status of ALLOCATION_STATUSES) {
      const demand = () => demandUndecided(BEFORE, status)
      if (beingPaid.includes(status)) expect(demand, status).not.toThrow()
      else expect(refusalOf(demand), status).toMatchObject({ reason: 'transaction-not-changeable' })
    }
  })
})

describe('amount and currency', () => {
  const FIFTY = { amountMinor: 50_00n, currency: 'EUR' }

  it.each([
    { amountMinor: null, currency: null },
    { amountMinor: 50_00n, currency: null },
    { amountMinor: null, currency: 'EUR' },
    FIFTY,
  ])('may be repeated: %o', (told) => {
    expect(() => demandSameMoney(told, FIFTY)).not.toThrow()
  })

  it('may not be told anew', () => {
    const invalidFields = [
      { field: 'currency', message: 'is not EUR' },
      { field: 'amount', message: 'is not 50' },
    ]
    const told = { amountMinor: 49_99n, currency: 'USD' }
    expect(refusalOf(() => demandSameMoney(told, FIFTY)).details).toEqual({ invalidFields })
  })
})
