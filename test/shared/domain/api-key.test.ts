import { describe, expect, it } from 'vitest'
import { apiKeyText, isLive, permits, readApiKey } from '../../../shared/domain/api-key.ts'

const NOW = new Date('2026-03-01T12:00:00.000Z')
const KEY_ID = '01K9QB3V7H0E5S9YJ3FPKC7VTB'
const SECRET = `a_-${'x'.repeat(40)}`

describe('a key', () => {
  it.each([
    ['that never ends', null, null, true],
    ['that ends later', '2026-03-01T12:00:00.001Z', null, true],
    ['that ends now', '2026-03-01T12:00:00.000Z', null, false],
    ['whose end is no time', 'soon', null, false],
    ['that was revoked', null, '2026-02-01T00:00:00.000Z', false],
    ['that was revoked before its end', '2027-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', false],
  ])('%s is live: %s, %s: %s', (_, expiresTime, revokedTime, live) => {
    expect(isLive({ expiresTime, revokedTime }, NOW)).toBe(live)
  })

  it.each([
    [['*'], true],
    [['GetPayoutRequest'], true],
    [['GetPayoutRequestCollection', 'PostPayoutRequest'], false],
    [[], false],
  ])('with the permissions %s reads a payout request: %s', (permissions, may) => {
    expect(permits(permissions, 'GetPayoutRequest')).toBe(may)
  })
})

describe('the text of a key', () => {
  it('is read as it was written, also where the secret holds an underscore', () => {
    const text = apiKeyText(KEY_ID, SECRET)
    expect(text).toBe(`sk_${KEY_ID}_${SECRET}`)
    expect(readApiKey(text)).toEqual({ keyId: KEY_ID, secret: SECRET })
  })

  it.each([
    ['', 'nothing'],
    [`sk_${KEY_ID}`, 'no secret'],
    [` sk_${KEY_ID}_${SECRET}`, 'something before it'],
    [`sk_${KEY_ID}_${SECRET}x`, 'something behind it'],
    [`sk_${KEY_ID}_${SECRET.slice(1)}`, 'too short a secret'],
    [`sk_${KEY_ID.slice(1)}_${SECRET}`, 'too short an id'],
    [`sk_${KEY_ID.replace('Q', 'U')}_${SECRET}`, 'an id with another letter'],
    [`sk_${KEY_ID}_${SECRET.replace('x', '+')}`, 'a secret with another sign'],
  ])('%s is none: %s', (text) => {
    expect(readApiKey(text)).toBeUndefined()
  })
})
