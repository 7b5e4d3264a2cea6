import { expect, test } from 'vitest'
import { gatewayOf } from '../../../shared/gateways/gateway-of.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import { payment } from './payments.ts'

const PARTS = {
  clock: systemClock,
  policy: { allowsPrivateAddresses: false },
  resolve: async () => [],
  notify: async () => {},
}

test('an account pays through its adapter', async () => {
  const webhook = {
    type: 'webhook',
    url: 'https://pay.example.com/',
    secret: 'x'.repeat(24),
    timeoutSeconds: 1,
  } as const
  expect(await gatewayOf({ type: 'TestProcessor' }, PARTS).pay(payment())).toMatchObject({
    result: 'approved',
  })
  expect(await gatewayOf(webhook, PARTS).pay(payment())).toMatchObject({
    response: { code: 'host-not-found' },
  })
})
