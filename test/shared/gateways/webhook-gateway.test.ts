import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it } from 'vitest'
import { webhookGateway } from '../../../shared/gateways/webhook/webhook-gateway.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import {
  answerJson,
  type LoopbackService,
  type Reply,
  startHttpService,
} from '../runtime/outbound/loopback-service.ts'
import { payment } from './payments.ts'

const SECRET = `whsec_${Buffer.from('a key of at least 24 bytes').toString('base64')}`

const running: LoopbackService[] = []
afterEach(async () => {
  for (const service of running.splice(0)) await service.stop()
})

describe('the message', () => {
  it('says all that paying takes, signed, with the allocation’s id as the key', async () => {
    const { service, gateway } = await withService(answerJson({ status: 'approved' }))
    await gateway.pay(payment())
    const [call] = service.calls
    expect(call?.headers).toMatchObject({
      'webhook-id': 'pra_01~own.request',
      'content-type': 'application/json',
    })
    const headers = call?.headers as Record<string, string>
    expect(new Webhook(SECRET).verify(call?.body ?? '', headers)).toEqual({
      type: 'payment.requested',
      timestamp: '2026-01-01T12:00:00.000Z',
      data: {
        organizationId: 'org_1',
        allocationId: 'pra_01~own.request',
        payoutRequestId: 'own.request',
        transactionId: 'txn_1',
        customerId: 'cus_1',
        gatewayAccountId: 'gw_acc_1',
        gatewayName: 'Own service',
        amount: 12.34,
        currency: 'EUR',
        paymentInstrument: {
          paymentInstrumentId: 'inst_1',
          method: 'payment-card',
          brand: 'Visa',
          bin: '411111',
          last4: '4444',
          expMonth: 12,
          expYear: 2030,
          referenceData: { holder: 'PRIVATE-name', vaultToken: 'PRIVATE-vault' },
        },
      },
    })
  })

  it('is the same to the byte, under the same key, whenever it is sent again', async () => {
    const { service, gateway } = await withService(answerJson({ status: 'pending' }))
    await gateway.pay(payment())
    const { instrument } = payment()
    const reread = {
      ...instrument,
      referenceData: { holder: 'PRIVATE-name', vaultToken: 'PRIVATE-vault' },
      version: 4,
    }
    await gateway.ask(payment(1234n, { instrument: reread }))
    const [first, second] = service.calls
    expect(second?.body).toBe(first?.body)
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
  })

  it('writes the largest amount exactly', async () => {
    const { service, gateway } = await withService(answerJson({ status: 'approved' }))
    await gateway.pay(payment(999_999_999_999_999n))
    expect(service.calls[0]?.body).toContain('"amount":9999999999999.99,')
  })
})

describe('an answer', () => {
  it.each([
    [{ status: 'approved', gatewayTransactionId: 'g1', response: { code: '00', message: 'Paid' } }],
    [{ status: 'declined', gatewayTransactionId: null, response: { code: '51', message: 'No' } }],
    [{ status: 'error', gatewayTransactionId: null, response: null }],
    [{ status: 'pending', gatewayTransactionId: 'g'.repeat(50), response: null }],
  ])('is taken as the service gives it, to paying and to asking: %j', async (answer) => {
    const { gateway } = await withService(answerJson(answer, answer.status === 'pending' ? 202 : 200))
    const { status, ...others } = answer
    expect(await gateway.pay(payment())).toEqual({ result: status, ...others })
    expect(await gateway.ask(payment())).toEqual({ result: status, ...others })
  })

  it('may leave out all but the status; what it says more is not looked at, long words are cut', async () => {
    const { gateway } = await withService(
      answerJson({ status: 'approved', fee: 1, response: { code: 'x', message: 'y'.repeat(300) } }),
    )
    expect(await gateway.pay(payment())).toEqual({
      result: 'approved',
      gatewayTransactionId: null,
      response: { code: 'x', message: 'y'.repeat(255) },
    })
  })

  const json = { 'content-type': 'application/json; charset=utf-8' }
  it.each<[string, Reply]>([
    ['not-json', (answer) => answer.writeHead(200, json).end('{"status":"approved"')],
    ['not-json', (answer) => answer.writeHead(204).end()],
    [
      'not-json',
      (answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end('{"status":"approved"}'),
    ],
    ['unexpected-answer', answerJson({ status: 'paid' })],
    ['unexpected-answer', answerJson([{ status: 'approved' }])],
    ['unexpected-answer', answerJson(null)],
    ['unexpected-answer', answerJson({ status: 'approved', gatewayTransactionId: 'g'.repeat(51) })],
    ['unexpected-answer', answerJson({ status: 'approved', response: 'Paid' })],
    ['unexpected-status', answerJson({ status: 'approved' }, 302)],
    ['unexpected-status', answerJson({ status: 'declined' }, 400)],
    ['unexpected-status', answerJson({ status: 'error' }, 503)],
    ['answer-too-large', (answer) => answer.writeHead(200, json).end(`"${'z'.repeat(70_000)}"`)],
    ['connection-lost', ({ socket }) => socket?.resetAndDestroy()],
  ])('that is not legible leaves the payment unknown: %s', async (code, reply) => {
    const { service, gateway } = await withService(reply)
    expect(await gateway.pay(payment())).toMatchObject({ result: 'unknown', response: { code } })
    expect(service.calls).toHaveLength(1)
  })

  it('that does not come in time leaves the payment unknown, and the next call takes it', async () => {
    let isSlow = true
    const { gateway } = await withService((answer, call) => {
      if (!isSlow) answerJson({ status: 'approved' })(answer, call)
    })
    expect(await gateway.pay(payment())).toMatchObject({ result: 'unknown', response: { code: 'timeout' } })
    isSlow = false
    expect(await gateway.ask(payment())).toMatchObject({ result: 'approved' })
  })
})

describe('a message that could not be sent', () => {
  it('is an error when it was the first, and says nothing when it asks about an earlier one', async () => {
    const { service, gateway } = await withService(answerJson({}))
    await service.stop()
    const response = { code: 'connection-failed', message: expect.any(String) }
    expect(await gateway.pay(payment())).toEqual({ result: 'error', gatewayTransactionId: null, response })
    expect(await gateway.ask(payment())).toEqual({ result: 'unknown', gatewayTransactionId: null, response })
  })

  it('goes to no private address of a stage that allows none', async () => {
    const { service } = await withService(answerJson({ status: 'approved' }))
    const policy = { allowsPrivateAddresses: false }
    for (const [url, code] of [
      [`http://127.0.0.1:${service.port}/`, 'url-not-allowed'],
      [`https://127.0.0.1:${service.port}/`, 'address-not-allowed'],
      [`https://localhost:${service.port}/`, 'address-not-allowed'],
    ] as const) {
      const gateway = webhookGateway({ ...adapterTo(service), url }, { clock: systemClock, policy })
      expect(await gateway.pay(payment())).toMatchObject({ result: 'error', response: { code } })
    }
    expect(service.connections).toBe(0)
  })

  it('shows neither the secret nor the customer in what is said of it', async () => {
    const { service, gateway } = await withService((answer) => answer.writeHead(500).end('PRIVATE-answer'))
    const answers = [await gateway.pay(payment()), await gateway.ask(payment())]
    await service.stop()
    answers.push(await gateway.pay(payment()))
    expect(JSON.stringify(answers)).not.toMatch(/PRIVATE|whsec|127\.0\.0\.1|4444/)
  })
})

const adapterTo = ({ port }: LoopbackService) => ({
  type: 'webhook' as const,
  url: `http://127.0.0.1:${port}/payments`,
  secret: SECRET,
  timeoutSeconds: 1,
})

async function withService(reply: Reply) {
  const service = await startHttpService(reply)
  running.push(service)
  const policy = { allowsPrivateAddresses: true }
  return { service, gateway: webhookGateway(adapterTo(service), { clock: systemClock, policy }) }
}
