import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { signedHeaders } from '../../../../shared/runtime/outbound/standard-webhooks.ts'

const BODY = '{"type":"payment.requested","note":"Zürich 🏔"}'

test('signs as the specification’s own library verifies, with a whsec_ secret', () => {
  for (const bytes of [24, 32, 64]) {
    const secret = `whsec_${randomBytes(bytes).toString('base64')}`
    const headers = signedHeaders('pra_01~my.request', BODY, { secret, at: new Date() })
    expect(new Webhook(secret).verify(BODY, headers)).toEqual(JSON.parse(BODY))
    expect(() => new Webhook(secret).verify(`${BODY} `, headers)).toThrow('No matching signature')
    expect(() => new Webhook(secret).verify(BODY, { ...headers, 'webhook-id': 'pra_02' })).toThrow(
      'No matching',
    )
    expect(() => new Webhook(`whsec_${'A'.repeat(32)}`).verify(BODY, headers)).toThrow(
      'No matching signature',
    )
  }
})

test('takes a secret without the prefix as the key itself', () => {
  const secret = 'correct horse battery staple'
  const headers = signedHeaders('msg_1', BODY, { secret, at: new Date() })
  expect(new Webhook(secret, { format: 'raw' }).verify(BODY, headers)).toEqual(JSON.parse(BODY))
})

test('signs a known message as every implementation does', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const body = '{"test": 2432232314}'
  const headers = signedHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', body, {
    secret,
    at: new Date(1_614_265_330_999),
  })
  expect(headers).toEqual({
    'content-type': 'application/json',
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})
