import { expect, test } from 'vitest'
import { parseBatchSelection } from '../../../shared/contracts/batch-selection.ts'
import { printFilter } from '../../../shared/contracts/filter-print.ts'

test.each(['', ' ', 'batchId:x', 'batchId:!x', 'batchId:@list', 'batchId:null;batchId:', 'batchId:1..2'])(
  'refuses %j: a filter never means "all"',
  (text) =>
    expect(() => parseBatchSelection(text)).toThrow(expect.objectContaining({ reason: 'filter-empty' })),
)

test('ignores what is said of batchId beside other conditions', () => {
  expect(printFilter(parseBatchSelection('batchId:@x;status:ready;batchId:!y'))).toBe('status:ready')
})

test('refuses what is no filter before asking whether it is empty', () => {
  const refused = (text: string) => expect(() => parseBatchSelection(text))
  refused('blocked:true').toThrow(expect.objectContaining({ reason: 'invalid-filter' }))
  refused(';').toThrow(expect.objectContaining({ reason: 'invalid-filter' }))
})
