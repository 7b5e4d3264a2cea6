import { expect, it } from 'vitest'
import { isWellFormedId } from '../../../shared/domain/identifiers.ts'
import type { TransactionAsk } from '../../../shared/domain/transaction-changes.ts'
import { fingerprintOf, idOfRequest } from '../../../shared/repository/transaction-item.ts'

const ASK: TransactionAsk = {
  id: null,
  requestId: 'r-1',
  type: 'sale',
  result: 'approved',
  status: 'completed',
  currency: 'EUR',
  amountMinor: 1000n,
  customerId: 'cus_1',
  paymentInstrumentId: 'inst_1',
  gatewayAccountId: 'gw_1',
  websiteId: null,
  parentTransactionId: null,
  processedTime: null,
  gatewayTransactionId: null,
}

it('gives a requestId the same id for ever', () => {
  // Changing these would let a payment that was recorded be recorded again.
  expect(idOfRequest('r-1')).toBe('txn_FZSFKGBQDWWW4TP3E2AQDGDWQB')
  expect(fingerprintOf(ASK)).toBe('Iw3YyijwquIc1eyq_cXVdhaA4fzsQD35C_aTQrjJDZw')
  expect(isWellFormedId(idOfRequest('x'.repeat(50)))).toBe(true)
  expect(new Set(Array.from({ length: 1000 }, (_, i) => idOfRequest(`r-${i}`))).size).toBe(1000)
})

it('does not take one body for another whose values only look alike', () => {
  const other = { ...ASK, websiteId: 'web', parentTransactionId: null }
  const swapped = { ...ASK, websiteId: null, parentTransactionId: 'web' }
  expect(fingerprintOf(other)).not.toBe(fingerprintOf(swapped))
  const tricky = { ...ASK, gatewayTransactionId: 'a",websiteId="b' }
  expect(fingerprintOf(tricky)).not.toBe(fingerprintOf({ ...ASK, gatewayTransactionId: 'a', websiteId: 'b' }))
  expect(fingerprintOf({ ...ASK, id: 'txn_1' })).toBe(fingerprintOf(ASK))
})
