import { expect, it } from 'vitest'
import type { DemoCurrency } from '../../../infra/local/demo/amounts.ts'
import { progressOn } from '../../../infra/local/demo/progress.ts'
import { report } from '../../../infra/local/demo/report.ts'
import type { Result } from '../../../infra/local/demo/results.ts'

const asked = (
  currency: DemoCurrency,
  amount: number,
  availableAmount: number,
  allocations: Result['allocations'],
): Result => ({
  id: 'pout_req_1',
  outcome: 'allocated',
  body: { websiteId: 'web_1', customerId: 'cus_1', currency, amount, description: '' },
  availableAmount,
  allocations,
})

const cost = { dynamodbRequests: 23, writeUnits: 3111, readUnits: 1000, stateTransitions: 0 }

it('shows outcomes by currency, what went through which gateway account, and what it took', () => {
  const results = [
    asked('EUR', 0.1, 0, [{ gatewayAccountId: 'gw_acc_cards', amount: 0.1 }]),
    asked('EUR', 1000.2, 0.3, [
      { gatewayAccountId: 'gw_acc_cards', amount: 0.2 },
      { gatewayAccountId: 'gw_acc_sepa', amount: 999.7 },
    ]),
    asked('JPY', 5000, 5000, []),
    asked('BHD', 1.005, 0, [{ gatewayAccountId: 'gw_acc_swift', amount: 1.005 }]),
  ]
  const costs = {
    create: { ms: 1900, ...cost },
    autoAllocate: { ms: 61_040, ...cost, stateTransitions: 19 },
    payouts: { fulfilled: 2, declined: 3, reallocated: 2, paidByCurrency: { EUR: 1000, BHD: 1.005 } },
  }
  expect(`\n${report(results, costs)}\n`).toBe(`
Currency  requests  in full  in part  not at all  asked for  allocated   left
─────────────────────────────────────────────────────────────────────────────
EUR              2        1        1           0   1,000.30   1,000.00   0.30
JPY              1        0        0           1      5,000             5,000
BHD              1        1        0           0      1.005      1.005
all              4        2        1           1

Gateway account  method         pays            allocations     EUR  USD  JPY    BHD
────────────────────────────────────────────────────────────────────────────────────
gw_acc_cards     payment-card   covered-payout            2    0.30
gw_acc_sepa      bank-transfer  all                       1  999.70
gw_acc_swift     bank-transfer  all                       1                    1.005

Step               time  DynamoDB requests  write units  read units  state transitions
──────────────────────────────────────────────────────────────────────────────────────
Batches created   1.9 s                 23        3,111       1,000                  0
Auto-allocated   61.0 s                 23        3,111       1,000                 19

Paid in full: 2 requests; in all 1000 EUR, 1.005 BHD.
Declined by a gateway: 3 allocations; 2 requests were allocated again and paid elsewhere.
`)
})

const written = (isTTY: boolean) => {
  const parts: string[] = []
  const progress = progressOn({ isTTY, write: (text: string) => parts.push(text) > 0 })
  const step = progress.step('Approved', 1200)
  step.advance(600)
  step.end()
  return parts
}

it('draws a bar on a terminal and one line for each step elsewhere', () => {
  const [begun, ...rest] = written(true)
  expect(begun).toMatch(/^\rApproved +0 {2}░{30}/)
  expect(rest.at(-1)).toMatch(/^\rApproved +1,200 +0\.0 s.*\n$/)
  expect(written(false)).toEqual([expect.stringMatching(/^Approved +1,200 +0\.0 s\n$/)])
})
