import { expect, it } from 'vitest'
import { autoAllocate, periodLeftOf } from '../../../shared/domain/auto-allocate.ts'
import {
  cardInstrument,
  coveredAccount,
  decisionInput,
  gatewayAccount,
  paidIn,
  payoutRequest,
} from './auto-allocation/builders.ts'
import { refusalOf } from './refusals.ts'
import { windowWith } from './windows.ts'

const STAMP = { by: 'usr_2', at: '2026-11-21T12:30:00.000Z' }

const cap = (currency: string, since: number) => ({ currency, amountMinor: 5000n, since })

it('each leg has its own instrument and account, and the cap of its currency', () => {
  const limits = (...maxPerPeriod: ReturnType<typeof cap>[]) => ({
    payoutLimits: { maxPerTransaction: [], minPerTransaction: [], maxPerPeriod },
  })
  const { allocations } = autoAllocate(
    decisionInput({
      request: payoutRequest({ amountMinor: 1000n, unallocatedMinor: 1000n }),
      instruments: [cardInstrument('card_1'), cardInstrument('card_2')],
      gateways: [
        coveredAccount('gw_1', limits(cap('USD', 3), cap('EUR', 4))),
        coveredAccount('gw_2', { gatewayName: 'Other', ...limits(cap('USD', 5)) }),
      ],
      exposures: [paidIn('card_2', 'gw_1', 600n), paidIn('card_1', 'gw_2', 400n)],
    }),
    STAMP,
  )
  expect(
    allocations.map((one) => [
      one.paymentInstrumentId,
      one.gatewayAccountId,
      one.gatewayName,
      one.amountMinor,
      one.capSince,
    ]),
  ).toEqual([
    ['card_2', 'gw_1', 'TestProcessor', 600n, 4],
    ['card_1', 'gw_2', 'Other', 400n, null],
  ])
})

it('a request that fits nowhere is refused with the reason of each pair, once', () => {
  const input = decisionInput({
    request: payoutRequest({ unallocatedMinor: 1000n }),
    instruments: [
      cardInstrument('card_1', { status: 'expired' }),
      cardInstrument('card_2', { status: 'expired' }),
    ],
    gateways: [gatewayAccount('gw_1'), gatewayAccount('gw_usd', { acceptedCurrencies: ['USD'] })],
  })
  const refusal = refusalOf(() => autoAllocate(input, STAMP))
  expect(refusal).toMatchObject({ reason: 'nothing-allocated' })
  expect(refusal?.details).toMatchObject({
    members: { reason: 'no-capacity', reasons: ['instrument-inactive'] },
    invalidFields: [
      {
        field: 'payoutRequestId',
        message: expect.stringMatching(/: no-capacity, instrument-inactive$/),
      },
    ],
  })
})

it('a window leaves its account what of the cap nobody has taken', () => {
  const left = periodLeftOf([windowWith({ taken: { '2026-11-21T11': 30n } })], STAMP.at)
  expect([...left]).toEqual([['gw', 70n]])
})
