import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BASE_PATH, OPERATIONS, type OperationId } from '../../../shared/contracts/operations.ts'
import { type Authorizer, effectOf, newCaller, startAuthorizer } from './asking.ts'

const operations = Object.keys(OPERATIONS) as OperationId[]

let authorizer: Authorizer

beforeAll(async () => {
  authorizer = await startAuthorizer()
})
afterAll(() => authorizer.table.stop())

describe('a permission', () => {
  it('is for its own operation and no other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(operations, { minLength: 1 }), async (granted) => {
        const { headers } = await newCaller(authorizer.table, granted)
        const allowed: OperationId[] = []
        for (const operation of operations)
          if (effectOf(await authorizer.ask(operation, headers)) === 'Allow') allowed.push(operation)
        expect(allowed).toEqual(granted)
      }),
      { numRuns: 5 },
    )
  })

  it('* is for every operation', async () => {
    const { headers } = await newCaller(authorizer.table, ['*'])
    for (const operation of operations)
      expect(effectOf(await authorizer.ask(operation, headers))).toBe('Allow')
  })

  it.each(operations)(
    '%s, when missing, is named in words that can stand in a JSON text',
    async (operation) => {
      const others = operations.filter((other) => other !== operation)
      const { headers, organizationId, key } = await newCaller(authorizer.table, others)
      const { context, ...answer } = await authorizer.ask(operation, headers)
      expect(effectOf(answer as Parameters<typeof effectOf>[0])).toBe('Deny')
      expect(context).toEqual({
        organizationId,
        userId: 'usr_ann',
        credentialId: key.keyId,
        denyReason: `The credential lacks the permission ${operation}.`,
      })
      expect(JSON.parse(`"${String(context?.['denyReason'])}"`)).toBe(context?.['denyReason'])
    },
  )

  it('is judged by the route found, so an unknown route is denied to everybody, with a reason', async () => {
    const { headers } = await newCaller(authorizer.table, ['*'])
    for (const [method, path] of [
      ['DELETE', `${BASE_PATH}/payout-requests/{id}`],
      ['GET', '/payout-requests'],
      ['GET', `${BASE_PATH}/payout-requests/`],
      ['GET', `${BASE_PATH}/toString`],
    ] as const) {
      const answer = await authorizer.askRoute(method, path, headers)
      expect(effectOf(answer)).toBe('Deny')
      expect(answer.context?.['denyReason']).toBe('There is no such operation.')
    }
  })
})
