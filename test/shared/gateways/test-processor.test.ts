import { describe, expect, it, test } from 'vitest'
import type { PaymentResult } from '../../../shared/domain/payment-result.ts'
import { type Booking, testProcessor } from '../../../shared/gateways/test-processor/test-processor.ts'
import { payment, SENT } from './payments.ts'

type Row = [
  amountMinor: bigint,
  paying: PaymentResult,
  askedAtOnce: PaymentResult,
  askedLater: PaymentResult,
  announced: string,
]

/** Rules §5, the magic amounts: minor units mod 100. */
const ROWS: Row[] = [
  [1089n, 'approved', 'approved', 'approved', ''],
  [100n, 'approved', 'approved', 'approved', ''],
  [90n, 'declined', 'declined', 'declined', ''],
  [1091n, 'error', 'error', 'error', ''],
  [1092n, 'pending', 'pending', 'approved', 'approved after 2 s'],
  [1093n, 'pending', 'pending', 'declined', 'declined after 2 s'],
  [1094n, 'unknown', 'approved', 'approved', ''],
  [1095n, 'unknown', 'approved', 'approved', ''],
  [1096n, 'approved', 'approved', 'approved', 'approved after 0 s, approved after 0 s'],
  [1097n, 'approved', 'approved', 'approved', ''],
  [1098n, 'unknown', 'unknown', 'unknown', ''],
  [999_999_999_999_999n, 'declined', 'declined', 'approved', 'approved after 2 s'],
]

test.each(ROWS)('%s: paying %s, asked at once %s, asked later %s, announced: %s', async (...row) => {
  const [amountMinor, paying, askedAtOnce, askedLater, announced] = row
  const desk = deskAt(0)
  expect((await desk.gateway.pay(payment(amountMinor))).result).toBe(paying)
  expect(desk.announced.join(', ')).toBe(announced)
  expect((await desk.gateway.ask(payment(amountMinor))).result).toBe(askedAtOnce)
  expect((await deskAt(2).gateway.ask(payment(amountMinor))).result).toBe(askedLater)
})

describe('the books', () => {
  it.each([
    [1000n, 'paid', 'paid'],
    [1090n, 'nothing', 'nothing'],
    [1091n, 'nothing', 'nothing'],
    [1092n, 'paid', 'paid'],
    [1093n, 'nothing', 'nothing'],
    [1094n, 'paid', 'paid'],
    [1095n, 'nothing', 'paid'],
    [1096n, 'paid', 'paid'],
    [1097n, 'paid', 'paid'],
    [1098n, 'nothing', 'nothing'],
    [1099n, 'paid', 'paid'],
  ])('%s: %s by paying, %s once it was asked', async (amountMinor, byPaying, onceAsked) => {
    const { gateway, bookings } = deskAt(0)
    await gateway.pay(payment(amountMinor))
    expect(bookings.length > 0 ? 'paid' : 'nothing').toBe(byPaying)
    await gateway.ask(payment(amountMinor))
    expect(bookings.length > 0 ? 'paid' : 'nothing').toBe(onceAsked)
  })

  it('hold one entry for a key, whoever calls, however often and whenever', async () => {
    const books = [deskAt(0), deskAt(1), deskAt(7200)]
    for (const { gateway } of books) {
      await gateway.pay(payment(1092n))
      await gateway.ask(payment(1092n))
    }
    const entries = new Set(
      books.flatMap(({ bookings }) => bookings.map((booking) => String(Object.values(booking)))),
    )
    expect([...entries]).toEqual(['pra_01~own.request,EUR,1092,2026-01-01T12:00:02.000Z'])
  })
})

describe('an announcement', () => {
  it('carries what the answer carries, so that the two are known to be one', async () => {
    const { gateway, notices } = deskAt(0)
    const answer = await gateway.pay(payment(1096n))
    expect(answer).toMatchObject({
      result: 'approved',
      gatewayTransactionId: expect.stringMatching(/^test_\w{24}$/),
    })
    for (const notice of notices) expect(notice).toMatchObject({ ...answer, payment: payment(1096n) })
  })

  it('is made once more when the call before may have died, without waiting for what is over', async () => {
    const { gateway, announced } = deskAt(60)
    await gateway.ask(payment(1099n))
    expect(announced).toEqual(['approved after 0 s'])
  })
})

it('approves 5 s after it was sent, whether the first call waits for it or another', async () => {
  for (const [seconds, waited] of [
    [0, [5000]],
    [3, [2000]],
    [5, []],
  ] as const) {
    const desk = deskAt(seconds)
    expect((await desk.gateway.ask(payment(97n))).result).toBe('approved')
    expect(desk.waited, `${seconds} s after`).toEqual(waited)
  }
})

/** The simulator as a fresh Lambda has it, so many seconds after the desk recorded the payment. */
function deskAt(seconds: number) {
  const bookings: Booking[] = []
  const announced: string[] = []
  const notices: unknown[] = []
  const waited: number[] = []
  const gateway = testProcessor({
    clock: { now: () => new Date(SENT + seconds * 1000) },
    notify: async (notice, afterSeconds) => {
      notices.push(notice)
      announced.push(`${notice.result} after ${afterSeconds} s`)
    },
    book: (booking) => bookings.push(booking),
    wait: async (milliseconds) => void waited.push(milliseconds),
  })
  return { gateway, bookings, announced, notices, waited }
}
