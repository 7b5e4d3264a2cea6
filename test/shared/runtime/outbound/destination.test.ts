import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { destinationOf, resolveHost } from '../../../../shared/runtime/outbound/destination.ts'
import { post } from '../../../../shared/runtime/outbound/post.ts'
import { answerJson, type LoopbackService, startHttpService } from './loopback-service.ts'

const OUTSIDE = { allowsPrivateAddresses: false }
const INSIDE = { allowsPrivateAddresses: true }

let service: LoopbackService
beforeAll(async () => {
  service = await startHttpService(answerJson({}))
})
afterAll(() => service.stop())

describe('a host', () => {
  it('is called only if all of its addresses are allowed', async () => {
    const link = 'https://pay.example.com/'
    const to = (addresses: string, policy = OUTSIDE) =>
      destinationOf(link, policy, async () => addresses.split(' ').filter((address) => address !== ''))
    expect(await to('8.8.8.8 2606:4700::1')).toMatchObject({ addresses: ['8.8.8.8', '2606:4700::1'] })
    await expect(to('8.8.8.8 10.0.0.1')).rejects.toMatchObject({ reason: 'address-not-allowed' })
    await expect(to('2606:4700::1 ::ffff:127.0.0.1')).rejects.toMatchObject({ reason: 'address-not-allowed' })
    await expect(to('')).rejects.toMatchObject({ reason: 'host-not-found' })
    expect(await to('8.8.8.8 10.0.0.1 ::1', INSIDE)).toMatchObject({
      addresses: ['8.8.8.8', '10.0.0.1', '::1'],
    })
    await expect(to('169.254.169.254', INSIDE)).rejects.toMatchObject({ reason: 'address-not-allowed' })
    await expect(to('fd00:ec2::254', INSIDE)).rejects.toMatchObject({ reason: 'address-not-allowed' })
  })

  it('that the resolver does not know is not found', async () => {
    await expect(
      destinationOf('https://pay.example.com/', OUTSIDE, () => Promise.reject(new Error('ENOTFOUND'))),
    ).rejects.toMatchObject({ reason: 'host-not-found' })
  })

  it('without a name is not looked up', async () => {
    const unused = () => Promise.reject(new Error('looked up'))
    expect(await destinationOf('https://[2606:4700::1]:8443/', OUTSIDE, unused)).toMatchObject({
      host: '2606:4700::1',
      addresses: ['2606:4700::1'],
    })
    for (const link of [
      'https://127.0.0.1/',
      'https://0x7f.1/',
      'https://[::ffff:10.0.0.1]/',
      'https://169.254.169.254/',
    ])
      await expect(destinationOf(link, OUTSIDE, unused), link).rejects.toMatchObject({
        reason: 'address-not-allowed',
      })
  })

  it('gets plain HTTP on loopback only, whatever its name says', async () => {
    const link = 'http://localhost/'
    await expect(destinationOf(link, OUTSIDE, resolveHost)).rejects.toMatchObject({
      reason: 'url-not-allowed',
    })
    await expect(destinationOf(link, INSIDE, async () => ['10.0.0.1'])).rejects.toMatchObject({
      reason: 'address-not-allowed',
    })
    expect(await destinationOf(link, INSIDE, resolveHost)).toMatchObject({ host: 'localhost' })
  })
})

test('a host is looked up once, and the connection goes to the address that was checked', async () => {
  const answers = [['127.0.0.1'], ['169.254.169.254']]
  const resolve = async () => answers.shift() ?? []
  const posted = await post(`http://localhost:${service.port}/`, { headers: {}, body: '' }, within(resolve))
  expect(posted).toMatchObject({ kind: 'answered' })
  expect(answers).toEqual([['169.254.169.254']])
})

test('an address that takes no connection is passed over for the next, and the request is sent once', async () => {
  const before = service.calls.length
  const resolve = async () => ['127.0.0.2', '127.0.0.3', '127.0.0.1']
  const posted = await post(`http://localhost:${service.port}/`, { headers: {}, body: '' }, within(resolve))
  expect(posted).toMatchObject({ kind: 'answered' })
  expect(service.calls.length - before).toBe(1)
})

test('a look-up without end ends with the call’s time', async () => {
  const timer = new AbortController()
  const resolve = () => {
    timer.abort()
    return new Promise<never>(() => {})
  }
  expect(
    await post(
      'https://pay.example.com/',
      { headers: {}, body: '' },
      { ...within(resolve), signal: timer.signal },
    ),
  ).toEqual({ kind: 'not-sent', reason: 'connection-timeout' })
})

const within = (resolve: () => Promise<readonly string[]>) => ({
  policy: INSIDE,
  signal: new AbortController().signal,
  resolve,
})
