import { expect, it } from 'vitest'
import { asksFor } from '../../../shared/contracts/accept.ts'

it.each([
  'text/csv',
  'TEXT/CSV; charset=utf-8',
  'text/csv, */*;q=0.1',
  'application/json;q=0.5, text/csv',
  'application/json, text/csv',
  'text/csv;q=0.2',
])('a file is asked for by Accept: %s', (accept) => {
  expect(asksFor('text/csv', accept)).toBe(true)
})

it.each([
  undefined,
  '',
  '*/*',
  'text/*',
  'application/json, text/plain, */*',
  'application/json, text/csv;q=0.9',
  'text/csv;q=0.5, application/*',
  'text/csv;q=0',
  'text/csv;q=much',
  'text/csvx',
])('and not by Accept: %s', (accept) => {
  expect(asksFor('text/csv', accept)).toBe(false)
})
