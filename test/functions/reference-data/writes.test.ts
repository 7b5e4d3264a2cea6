import { expect, it } from 'vitest'
import { OPERATIONS } from '../../../shared/contracts/operations.ts'
import { casesOf, READ_OPERATIONS, WRITE_OPERATIONS } from './writes.ts'

it.each(WRITE_OPERATIONS)('%s is tried, on what is there where its path names it', (operation) => {
  const namesOne = OPERATIONS[operation].includes('{id}')
  const cases = casesOf(operation).filter(({ isThere = false }) => isThere || !namesOne)
  expect(cases.length).toBeGreaterThan(0)
})

it('finds the operations of reference data', () => {
  expect(READ_OPERATIONS).toHaveLength(5)
  expect(WRITE_OPERATIONS).toContain('PostPaymentInstrumentDeactivation')
  expect(WRITE_OPERATIONS).not.toContain('PostPayoutRequest')
})
