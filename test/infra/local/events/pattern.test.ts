import { describe, expect, test } from 'vitest'
import { checkPattern, matchesPattern } from '../../../../infra/local/events/pattern.ts'

const event = {
  source: 'desk',
  count: 7,
  tags: ['a', 'b'],
  detail: { name: 'Alpha One', nothing: null, deep: { flag: true } },
}

describe.each<[string, object, object]>([
  ['equality', { source: ['desk', 'other'] }, { source: ['Desk'] }],
  ['several members', { source: ['desk'], count: [7] }, { source: ['desk'], count: [8] }],
  ['depth', { detail: { deep: { flag: [true] } } }, { detail: { deep: { flag: [false] } } }],
  ['null', { detail: { nothing: [null] } }, { detail: { name: [null] } }],
  ['a list in the event', { tags: ['b'] }, { tags: ['c'] }],
  ['prefix', { detail: { name: [{ prefix: 'Al' }] } }, { detail: { name: [{ prefix: 'One' }] } }],
  ['suffix', { detail: { name: [{ suffix: 'One' }] } }, { detail: { name: [{ suffix: 'Al' }] } }],
  ['case', { source: [{ 'equals-ignore-case': 'DESK' }] }, { source: [{ 'equals-ignore-case': 'desks' }] }],
  ['wildcard', { detail: { name: [{ wildcard: 'A*e' }] } }, { detail: { name: [{ wildcard: 'A*x' }] } }],
  ['exists', { detail: { name: [{ exists: true }] } }, { detail: { name: [{ exists: false }] } }],
  ['absence', { detail: { other: [{ exists: false }] } }, { detail: { other: [{ exists: true }] } }],
  ['anything-but', { source: [{ 'anything-but': ['x', 'y'] }] }, { source: [{ 'anything-but': 'desk' }] }],
  [
    'anything-but of a matcher',
    { source: [{ 'anything-but': { prefix: 'x' } }] },
    { source: [{ 'anything-but': { prefix: 'd' } }] },
  ],
  ['anything-but of what is absent', { source: ['desk'] }, { missing: [{ 'anything-but': 'x' }] }],
  ['numeric', { count: [{ numeric: ['>', 5, '<=', 7] }] }, { count: [{ numeric: ['>', 7] }] }],
  ['$or', { $or: [{ source: ['x'] }, { count: [7] }] }, { $or: [{ source: ['x'] }, { count: [8] }] }],
])('%s', (_, matching, differing) => {
  test('matches what it means', () => {
    expect(matchesPattern({ ...matching }, event)).toBe(true)
  })
  test('and nothing else', () => {
    expect(matchesPattern({ ...differing }, event)).toBe(false)
  })
})

test.each([
  [{ detail: { name: [{ cidr: '10.0.0.0/8' }] } }, 'cidr'],
  [{ source: 'desk' }, 'no pattern'],
])('a pattern with %j is refused before any event comes', (pattern, message) => {
  expect(() => checkPattern(pattern)).toThrow(message)
})
