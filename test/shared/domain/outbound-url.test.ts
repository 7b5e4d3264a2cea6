import { expect, test } from 'vitest'
import { outboundUrlProblem } from '../../../shared/domain/outbound-url.ts'

const INSIDE = { allowsPrivateAddresses: true }
const OUTSIDE = { allowsPrivateAddresses: false }
const NOT_HTTPS = 'must begin with https://'

test.each([
  ['https://pay.example.com/payments?desk=1', undefined, undefined],
  ['https://10.0.0.1/', undefined, undefined],
  ['http://127.0.0.1:9000/pay', undefined, NOT_HTTPS],
  ['http://[::1]:9000/pay', undefined, NOT_HTTPS],
  ['http://LOCALHOST:9000/pay', undefined, NOT_HTTPS],
  ['http://2130706433/pay', undefined, NOT_HTTPS],
  ['http://localhost.example.com/pay', NOT_HTTPS, NOT_HTTPS],
  ['http://10.0.0.1/pay', NOT_HTTPS, NOT_HTTPS],
  ['http://pay.example.com/', NOT_HTTPS, NOT_HTTPS],
  ['ftp://localhost/', NOT_HTTPS, NOT_HTTPS],
  ['file:///etc/passwd', NOT_HTTPS, NOT_HTTPS],
  [
    'https://user@pay.example.com/',
    'must not contain a user name or password',
    'must not contain a user name or password',
  ],
  [
    'https://:word@pay.example.com/',
    'must not contain a user name or password',
    'must not contain a user name or password',
  ],
  ['pay.example.com', 'must be an absolute URL', 'must be an absolute URL'],
  ['https://', 'must be an absolute URL', 'must be an absolute URL'],
])('%s: where private addresses are allowed %s, elsewhere %s', (url, inside, outside) => {
  expect(outboundUrlProblem(url, INSIDE)).toBe(inside)
  expect(outboundUrlProblem(url, OUTSIDE)).toBe(outside)
})
