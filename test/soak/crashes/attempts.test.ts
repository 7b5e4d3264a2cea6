import { expect, it } from 'vitest'
import { type Attempt, contradictions } from './attempts.ts'

const before = new Map([['old', ['a', 'b']]])
const creation = (status?: number, batch?: string): Attempt => ({
  what: 'a creation',
  ...(batch !== undefined && { batch }),
  done: ['c', 'd'],
  undone: null,
  status,
})
const removal = (status?: number): Attempt => ({
  what: 'a removal',
  batch: 'old',
  done: ['a'],
  undone: ['a', 'b'],
  status,
})
const found = (batches: Record<string, string[]>) => new Map(Object.entries({ old: ['b', 'a'], ...batches }))

it('takes what was done and what was not, where there was no answer or a fault', () => {
  for (const status of [undefined, 500, 502]) {
    expect(contradictions(before, [creation(status)], found({ new: ['d', 'c'] }))).toEqual([])
    expect(contradictions(before, [creation(status)], found({}))).toEqual([])
    expect(contradictions(before, [removal(status)], found({}))).toEqual([])
    expect(contradictions(before, [removal(status)], found({ old: ['a'] }))).toEqual([])
  }
})

it('holds a success and a refusal to their word', () => {
  expect(contradictions(before, [creation(201, 'new')], found({}))).toHaveLength(1)
  expect(contradictions(before, [creation(409)], found({ new: ['c', 'd'] }))).toHaveLength(1)
  expect(contradictions(before, [removal(200)], found({}))).toHaveLength(1)
  expect(contradictions(before, [removal(409)], found({ old: ['a'] }))).toHaveLength(1)
})

it('finds a batch that is neither one nor the other, that changed by itself, or that nobody asked for', () => {
  expect(contradictions(before, [creation()], found({ new: ['c'] }))).toEqual(['nobody asked for new'])
  expect(contradictions(before, [removal()], found({ old: ['b'] }))).toHaveLength(1)
  expect(contradictions(before, [], found({ old: ['a'] }))).toEqual(['old is not what it was'])
  expect(contradictions(before, [creation()], found({ one: ['c', 'd'], two: ['c', 'd'] }))).toEqual([
    'nobody asked for two',
  ])
})
