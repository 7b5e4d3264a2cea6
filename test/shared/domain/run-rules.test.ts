import { expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../shared/domain/organization.ts'
import { runRules } from '../../../shared/domain/run-rules.ts'
import { gatewayAccount } from './auto-allocation/builders.ts'

const BATCHS = ['paypal', 'selected-payment-instrument']
const ORGANIZATIONS = ['ach', 'selected-payment-instrument']
/** The published example, and the default where nobody has set another. */
const PUBLISHED = ['payment-card', 'alternative-payment-methods', 'selected-payment-instrument']

it.each([
  [BATCHS, ORGANIZATIONS, BATCHS],
  [BATCHS, null, BATCHS],
  [null, ORGANIZATIONS, ORGANIZATIONS],
  [null, null, PUBLISHED],
])(
  'of a batch with %j, in an organization with %j, the order is %j',
  (allocationOrder, organizations, order) => {
    const settings = { ...DEFAULT_SETTINGS, payoutRequestAllocationOrder: organizations }
    expect(runRules({ allocationOrder }, [], settings).order).toEqual(order)
  },
)

it('a run knows the policy, and of accounts all but how they are reached', () => {
  const { gateways, policy } = runRules({ allocationOrder: null }, [gatewayAccount('gw')], {
    ...DEFAULT_SETTINGS,
    payoutRequestAllocationPolicy: 'proportional',
  })
  const { payoutAdapter: _, ...known } = gatewayAccount('gw')
  expect([gateways, policy]).toEqual([[known], 'proportional'])
})
