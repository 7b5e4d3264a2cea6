import { expect, it } from 'vitest'
import { csvOf } from '../../../shared/contracts/csv.ts'
import { decimal } from '../../../shared/contracts/fields.ts'

const lineOf = (cell: string | null) => csvOf(['a', 'b'], [{ a: cell, b: 'end' }]).split('a,b\r\n')[1]

it('writes a line of names and a line for each row, each ended by CRLF', () => {
  const rows = [
    { b: 'two', a: 'one', c: 'is no column' },
    { a: 'three', b: '' },
  ]
  expect(csvOf(['a', 'b'], rows)).toBe('a,b\r\none,two\r\nthree,\r\n')
  expect(csvOf(['a', 'b'], [])).toBe('a,b\r\n')
})

it('writes numbers, truths and nothing as they are, amounts of any size to the last digit', () => {
  const amounts = [decimal(-12_34n, 'EUR'), decimal(123_456_789_012_345_678n, 'EUR'), true, null]
  expect(
    csvOf(
      ['amount'],
      amounts.map((amount) => ({ amount })),
    ),
  ).toBe('amount\r\n-12.34\r\n1234567890123456.78\r\ntrue\r\n\r\n')
})

it.each([
  ['a comma', 'Bank, Ltd.', '"Bank, Ltd."'],
  ['quotes', 'the "bank"', '"the ""bank"""'],
  ['a line break', 'one\r\ntwo', '"one\r\ntwo"'],
  ['a lone line feed', 'one\ntwo', '"one\ntwo"'],
])('quotes %s', (_, text, written) => {
  expect(lineOf(text)).toBe(`${written},end\r\n`)
})

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1', '\tx'])('takes %j for a text, not for a formula', (text) => {
  expect(lineOf(text)).toBe(`'${text},end\r\n`)
})

it('takes a formula that needs quotes for a text too', () => {
  expect(lineOf('=HYPERLINK("x","y")')).toBe('"\'=HYPERLINK(""x"",""y"")",end\r\n')
  expect(lineOf('\r=1')).toBe('"\'\r=1",end\r\n')
})

it('leaves alone what only contains what a formula begins with', () => {
  for (const text of ['a=b', 'inst-1', 'x@y', "'quoted"]) expect(lineOf(text)).toBe(`${text},end\r\n`)
})
