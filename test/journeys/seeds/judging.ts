import { expect } from 'vitest'
import type { Answer } from '../harness/client.ts'
import { type Documented, PROBLEM_FIELDS } from './documents.ts'

/** What is wrong with an answer by its document: missing fields, other types, values that are not of the enumeration. */
export function departures(body: unknown, fields: Readonly<Record<string, Documented>>): string[] {
  return Object.entries(fields).flatMap(([name, documented]) => {
    const found = valuesAt(body, name.split('.'))
    if (found.length === 0) return [`${name} is missing`]
    const wrong = found.filter((value) => !fits(value, documented))
    return wrong.map((value) => `${name} is ${JSON.stringify(value)}, not ${documented}`)
  })
}

/** A problem with every documented member, and the status in its body as well. */
export function expectProblem(answer: Answer, status: keyof typeof PROBLEM_FIELDS): void {
  expect(answer.status, answer.text).toBe(status)
  expect(departures(answer.body, PROBLEM_FIELDS[status])).toEqual([])
  expect(answer.body.status).toBe(status)
  expect(answer.headers.get('content-type')).toMatch(/^application\/(problem\+)?json/)
  if (answer.body.instance !== undefined)
    expect(answer.body.instance).toBe(`urn:uuid:${answer.headers.get('x-amzn-requestid')}`)
}

/** Several where the path leads through an array; none where any entry lacks it. */
function valuesAt(value: unknown, [name, ...rest]: readonly string[]): unknown[] {
  if (name === undefined) return [value]
  const holders = Array.isArray(value) ? value : [value]
  const found = holders.map((holder) => Reflect.get(Object(holder), name) as unknown)
  if (found.includes(undefined)) return []
  const deeper = found.map((member) => valuesAt(member, rest))
  return deeper.some((some) => some.length === 0) ? [] : deeper.flat()
}

function fits(value: unknown, documented: Documented): boolean {
  switch (documented) {
    case 'string':
      return typeof value === 'string' // the body as a whole is the field ''
    case 'string,null':
      return value === null || typeof value === 'string'
    case 'time':
      return typeof value === 'string' && new Date(value).toISOString() === value
    case 'integer':
      return Number.isInteger(value)
    case 'number':
      return typeof value === 'number'
    case 'array':
      return Array.isArray(value)
    case 'array,null':
      return value === null || Array.isArray(value)
    case 'strings':
      return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
    default:
      return typeof value === 'string' && documented.includes(value)
  }
}
