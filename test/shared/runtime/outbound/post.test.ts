import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ANSWER_BYTES_LIMIT, type Posted, post } from '../../../../shared/runtime/outbound/post.ts'
import { selfSignedCertificate } from './certificate.ts'
import {
  answerJson,
  type LoopbackService,
  type Reply,
  startHttpService,
  startSocketService,
} from './loopback-service.ts'

const MESSAGE = { headers: { 'x-key': 'k1' }, body: '{"sum":"12 €"}' }
const trusted = selfSignedCertificate('pay.example.com')

const running: LoopbackService[] = []
beforeAll(() => setDefaultCACertificates([...getCACertificates('default'), trusted.cert]))
afterEach(async () => {
  for (const service of running.splice(0)) await service.stop()
})

describe('a POST', () => {
  it('brings the message and takes the answer', async () => {
    const service = await serving(answerJson({ fine: true }, 201))
    expect(await post(`http://localhost:${service.port}/pay?desk=1`, MESSAGE, options())).toEqual({
      kind: 'answered',
      status: 201,
      contentType: 'application/json',
      body: '{"fine":true}',
    })
    expect(service.calls).toEqual([
      expect.objectContaining({
        path: '/pay?desk=1',
        body: MESSAGE.body,
        headers: expect.objectContaining({
          'x-key': 'k1',
          host: `localhost:${service.port}`,
          'content-length': '16',
        }),
      }),
    ])
  })

  it('follows no redirect', async () => {
    const elsewhere = await serving(answerJson({}))
    const service = await serving((answer) =>
      answer.writeHead(307, { location: `http://127.0.0.1:${elsewhere.port}/` }).end(),
    )
    expect(await post(urlOf(service), MESSAGE, options())).toMatchObject({ kind: 'answered', status: 307 })
    expect(elsewhere.calls).toEqual([])
  })

  it('reads an answer up to its limit and no more', async () => {
    const text = 'x'.repeat(ANSWER_BYTES_LIMIT)
    const full = await serving((answer) => answer.end(text))
    const over = await serving((answer) => answer.end(`${text}x`))
    expect(await post(urlOf(full), MESSAGE, options())).toMatchObject({ kind: 'answered', body: text })
    expect(await post(urlOf(over), MESSAGE, options())).toEqual(noAnswer('answer-too-large'))
  })
})

it('leaves an answer unread of which only the status matters, however it ends', async () => {
  const endless = await serving((answer) => void answer.writeHead(202).write('x'))
  const asked = { ...options(), ignoresBody: true }
  expect(await post(urlOf(endless), MESSAGE, asked)).toMatchObject({
    kind: 'answered',
    status: 202,
    body: '',
  })
})

describe('a request that was sent and has no whole answer', () => {
  it.each<[string, Reply]>([
    ['a reset after the request was read', ({ socket }) => socket?.resetAndDestroy()],
    ['a connection closed without an answer', ({ socket }) => socket?.end()],
    [
      'an answer cut off',
      (answer) => answer.writeHead(200, { 'content-length': 9 }).write('{', () => answer.destroy()),
    ],
    ['an answer that is not HTTP', ({ socket }) => socket?.end('220 smtp.example.com ready\r\n')],
    [
      'a switch to another protocol',
      ({ socket }) => socket?.write('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    ],
    ['headers without end', (answer) => answer.writeHead(200, { 'x-much': 'y'.repeat(20_000) }).end()],
  ])('may have been understood: %s', async (_, reply) => {
    const service = await serving(reply)
    expect(await post(urlOf(service), MESSAGE, options())).toEqual(noAnswer('connection-lost'))
    expect(service.calls).toHaveLength(1)
  })

  it.each<[string, Reply]>([
    ['silence', () => {}],
    ['headers and then silence', (answer) => answer.writeHead(200, { 'content-length': 9 }).write('{')],
  ])('may have been understood when the time is over: %s', async (_, reply) => {
    const timer = new AbortController()
    const service = await serving((answer, call) => {
      reply(answer, call)
      timer.abort()
    })
    expect(await post(urlOf(service), MESSAGE, options(timer.signal))).toEqual(noAnswer('timeout'))
  })
})

describe('nothing was sent, for certain', () => {
  it('where nobody listens', async () => {
    const service = await serving(answerJson({}))
    await service.stop()
    expect(await post(urlOf(service), MESSAGE, options())).toEqual(notSent('connection-failed'))
  })

  it('where TLS is not spoken, is broken off, or takes too long', async () => {
    const timer = new AbortController()
    const plain = await serving(answerJson({}))
    const reset = await opened((socket) => socket.once('data', () => socket.resetAndDestroy()))
    const silent = await opened((socket) => socket.once('data', () => timer.abort()))
    expect(await post(secureUrlOf(plain), MESSAGE, options())).toEqual(notSent('tls-failed'))
    expect(await post(secureUrlOf(reset), MESSAGE, options())).toEqual(notSent('tls-failed'))
    expect(await post(secureUrlOf(silent), MESSAGE, options(timer.signal))).toEqual(
      notSent('connection-timeout'),
    )
    expect(plain.calls).toEqual([])
  })

  it('where the certificate is not trusted or is for another host', async () => {
    const stranger = await serving(answerJson({}), selfSignedCertificate('pay.example.com'))
    const other = await serving(answerJson({}), trusted)
    const at = { ...options(), resolve: async () => ['127.0.0.1'] }
    expect(await post(`https://pay.example.com:${stranger.port}/`, MESSAGE, at)).toEqual(
      notSent('tls-failed'),
    )
    expect(await post(`https://pay.example.org:${other.port}/`, MESSAGE, at)).toEqual(notSent('tls-failed'))
    expect([...stranger.calls, ...other.calls]).toEqual([])
    expect(await post(`https://pay.example.com:${other.port}/`, MESSAGE, at)).toMatchObject({
      kind: 'answered',
    })
    expect(await post(secureUrlOf(other), MESSAGE, options())).toMatchObject({ kind: 'answered' })
  })
})

async function serving(...served: Parameters<typeof startHttpService>): Promise<LoopbackService> {
  const service = await startHttpService(...served)
  running.push(service)
  return service
}

async function opened(...served: Parameters<typeof startSocketService>): Promise<LoopbackService> {
  const service = await startSocketService(...served)
  running.push(service)
  return service
}

const options = (signal: AbortSignal = new AbortController().signal) => ({
  policy: { allowsPrivateAddresses: true },
  signal,
})

const urlOf = ({ port }: LoopbackService) => `http://127.0.0.1:${port}/`
const secureUrlOf = ({ port }: LoopbackService) => `https://127.0.0.1:${port}/`
const notSent = (reason: string) => ({ kind: 'not-sent', reason }) as Posted
const noAnswer = (reason: string) => ({ kind: 'no-answer', reason }) as Posted
