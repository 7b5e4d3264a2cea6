import { expect, it } from 'vitest'
import { Refusal, refuseInvalid } from '../../../shared/domain/refusal.ts'
import { refusalOf } from './refusals.ts'

it('refuses with every problem at once, and what else there is to say', () => {
  const problems = [
    { field: 'amount', message: 'is more than is available' },
    { field: 'currency', message: 'is no currency' },
  ]
  const refusal = refusalOf(() => refuseInvalid(problems, { availableAmount: 3 }))
  expect(refusal).toMatchObject({ name: 'Refusal', message: 'invalid-fields', reason: 'invalid-fields' })
  expect(refusal.details).toEqual({ invalidFields: problems, members: { availableAmount: 3 } })
  expect(refusalOf(() => refuseInvalid(problems)).details).toEqual({ invalidFields: problems })
})

it('refuses nothing where there is no problem', () => {
  expect(() => refuseInvalid([], { availableAmount: 3 })).not.toThrow()
})

it('speaks as it is told to', () => {
  expect(new Refusal('blocked', { detail: 'It is blocked for review.' }).message).toBe(
    'It is blocked for review.',
  )
})
