import { expect, test } from 'vitest'
import { type FaultRule, planFaults } from '../../../../infra/local/endpoint/faults.ts'

const PUT = 'dynamodb:PutItem'

/** Which of ten calls were struck. */
function struck(rule: FaultRule, seed?: number, functionName = 'pay', action = PUT): number[] {
  const plan = planFaults(seed)
  plan.inject(rule)
  return Array.from({ length: 10 }, (_, call) => call + 1).filter(
    () => plan.strike(functionName, action).size > 0,
  )
}

test('strikes every call, the nth, or so many', () => {
  expect(struck({ kind: 'lost-answer' })).toHaveLength(10)
  expect(struck({ kind: 'lost-answer', call: 4 })).toEqual([4])
  expect(struck({ kind: 'lost-answer', times: 2 })).toEqual([1, 2])
})

test('strikes by chance, and the same calls for the same seed', () => {
  const rule: FaultRule = { kind: 'lost-answer', probability: 0.5 }
  const once = struck(rule, 7)
  expect(once.length).toBeGreaterThan(0)
  expect(once.length).toBeLessThan(10)
  expect(struck(rule, 7)).toEqual(once)
  expect([1, 2, 3, 4].map((seed) => struck(rule, seed).join())).not.toEqual(Array(4).fill(once.join()))
})

test('strikes only the function, the action and the kind of call that it is for', () => {
  expect(struck({ kind: 'lost-answer', function: 'other' })).toEqual([])
  expect(struck({ kind: 'lost-answer', action: 'dynamodb:Query' })).toEqual([])
  expect(struck({ kind: 'unprocessed' })).toEqual([])
  expect(struck({ kind: 'conflict' }, 1, 'pay', 'dynamodb:GetItem')).toEqual([])
  expect(struck({ kind: 'throttled-transaction' }, 1, 'pay', 'dynamodb:TransactWriteItems')).toHaveLength(10)
})

test('calls that it is not for do not count', () => {
  const plan = planFaults()
  const fault = plan.inject({ kind: 'lost-request', action: PUT, call: 2 })
  plan.strike('pay', PUT)
  plan.strike('pay', 'dynamodb:GetItem')
  expect(fault.strikes()).toBe(0)
  expect(plan.strike('pay', PUT)).toEqual(new Set(['lost-request']))
  fault.remove()
  expect(plan.strike('pay', PUT).size).toBe(0)
})
