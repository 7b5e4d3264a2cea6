import { Webhook } from 'standardwebhooks'
import * as z from 'zod'
import {
  answerJson,
  type ReceivedCall,
  startHttpService,
} from '../shared/runtime/outbound/loopback-service.ts'

/**
 * An operator's payment service on loopback, with books of its own: it pays a key once and answers every later call
 * that has it with what became of it, as shared/gateways/README.md asks for.
 */
export interface PaymentService {
  /** What a gateway account says of it. */
  readonly payoutAdapter: object
  /** What it has paid, by key. */
  readonly books: ReadonlyMap<string, Paid>
  /** How often it was called with each key. */
  readonly timesCalled: ReadonlyMap<string, number>
  /** Keys of calls that were not signed, not as specified, or not what was sent with the same key before. */
  readonly refused: readonly string[]
  stop(): Promise<void>
}

export interface Paid {
  readonly customerId: string
  readonly gatewayAccountId: string
  readonly currency: string
  readonly amountMinor: number
}

/** The cents of an amount decide; all others are approved at once. */
export const CENTS = {
  declined: 90,
  /** Paid by the first call, which is broken off. */
  paidUnheard: 94,
  /** Paid by the first call, which is left waiting. */
  paidTooLate: 97,
  /** The first call is broken off and pays nothing; the second does. */
  paidWhenAsked: 95,
} as const

export const DECLINED = { status: 'declined', response: { code: '05', message: 'Do not honour' } }

const SECRET = `whsec_${Buffer.from('a key of at least 24 bytes').toString('base64')}`

export async function startPaymentService(): Promise<PaymentService> {
  const books = new Map<string, Paid>()
  const bodies = new Map<string, string>()
  const timesCalled = new Map<string, number>()
  const refused: string[] = []

  const isAsBefore = (key: string, body: string) => (bodies.get(key) ?? body) === body
  const { port, stop } = await startHttpService((answer, call) => {
    const key = String(call.headers['webhook-id'])
    const payment = paymentIn(call)
    if (payment?.key !== key || !isAsBefore(key, call.body)) {
      refused.push(key)
      return answer.writeHead(400).end()
    }
    bodies.set(key, call.body)
    timesCalled.set(key, (timesCalled.get(key) ?? 0) + 1)
    const [isFirst, cents] = [timesCalled.get(key) === 1, payment.paid.amountMinor % 100]
    if (cents === CENTS.declined) return answerJson(DECLINED)(answer, call)
    if (!(isFirst && cents === CENTS.paidWhenAsked)) books.set(key, payment.paid)
    if (isFirst && cents === CENTS.paidTooLate) return undefined
    if (isFirst && (cents === CENTS.paidUnheard || cents === CENTS.paidWhenAsked)) return answer.destroy()
    return answerJson({ status: 'approved', gatewayTransactionId: `own-${key}` })(answer, call)
  })
  const url = `http://127.0.0.1:${port}/payments`
  return {
    payoutAdapter: { type: 'webhook', url, secret: SECRET, timeoutSeconds: 1 },
    books,
    timesCalled,
    refused,
    stop,
  }
}

const Requested = z.object({
  type: z.literal('payment.requested'),
  data: z.object({
    allocationId: z.string(),
    customerId: z.string(),
    gatewayAccountId: z.string(),
    amount: z.number(),
    currency: z.enum(['EUR', 'USD']), // two decimals each
  }),
})

/** What a call asks for, if it is signed with the secret, by the makers of the specification themselves. */
function paymentIn({ headers, body }: ReceivedCall): { key: string; paid: Paid } | undefined {
  const signed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
  const { data } = Requested.safeParse(verified(body, signed))
  if (!data) return undefined
  const { allocationId, amount, ...payment } = data.data
  return { key: allocationId, paid: { ...payment, amountMinor: Math.round(amount * 100) } }
}

function verified(body: string, headers: Record<string, string>): unknown {
  try {
    return new Webhook(SECRET).verify(body, headers)
  } catch {
    return undefined
  }
}
