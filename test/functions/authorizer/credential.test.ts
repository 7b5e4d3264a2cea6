import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { credentialIn } from '../../../functions/authorizer/credential.ts'
import { apiKeyText, readApiKey } from '../../../shared/domain/api-key.ts'
import { CROCKFORD } from '../../../shared/domain/identifiers.ts'
import { type Authorizer, startAuthorizer } from './asking.ts'

const keyId = fc.string({ unit: fc.constantFrom(...CROCKFORD.split('')), minLength: 26, maxLength: 26 })
const secret = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'))
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.tuple(fc.constantFrom('sk_', 'Bearer ', 'bearer', 'sk__'), fc.string()).map((parts) => parts.join('')),
  fc.tuple(keyId, fc.string()).map(([id, rest]) => `sk_${id}_${rest}`),
  fc.array(fc.base64String(), { minLength: 3, maxLength: 3 }).map((parts) => `Bearer ${parts.join('.')}`),
  fc.json().map((json) => `Bearer ${Buffer.from(json).toString('base64url')}.e30.AAAA`),
)
const headers = fc.dictionary(
  fc.oneof(fc.constantFrom('REB-APIKEY', 'reb-apikey', 'Authorization'), fc.string()),
  anyText,
)

let authorizer: Authorizer

beforeAll(async () => {
  const tokensOn = { JWT_ISSUER: 'issuer', JWT_AUDIENCE: 'desk', JWKS_URL: 'http://127.0.0.1:9/' }
  authorizer = await startAuthorizer(tokensOn)
})
afterAll(() => authorizer.table.stop())

describe('a credential', () => {
  it('that was written as an API key is read as it was written', () => {
    fc.assert(
      fc.property(keyId, secret, (id, text) => {
        expect(readApiKey(apiKeyText(id, text))).toEqual({ keyId: id, secret: text })
      }),
    )
  })

  it('that reads as an API key has that very text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const key = readApiKey(text)
        if (key) expect(apiKeyText(key.keyId, key.secret)).toBe(text)
      }),
    )
  })

  it('is found whatever else the call carries', () => {
    fc.assert(
      fc.property(headers, keyId, secret, (others, id, text) => {
        const sent = Object.fromEntries(
          Object.entries(others).filter(([name]) => name.toLowerCase() !== 'reb-apikey'),
        )
        const credential = credentialIn({ ...sent, 'Reb-Apikey': ` ${apiKeyText(id, text)} ` })
        expect(credential).toEqual({ kind: 'api-key', keyId: id, secret: text })
      }),
    )
  })

  it('of any shape is never more than unauthorized', async () => {
    await fc.assert(
      fc.asyncProperty(headers, async (sent) => {
        await expect(authorizer.ask('GetWebsite', sent)).rejects.toThrow(new Error('Unauthorized'))
      }),
      { numRuns: 300 },
    )
  })
})
