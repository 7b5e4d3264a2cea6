import type { PaymentBody } from '../../../infra/local/demo/belongings.ts'
import type { DemoCustomer, World } from '../../../infra/local/demo/world.ts'
import { GatewayAccountBody, gatewayAccountAsk } from '../../../shared/contracts/gateway-account.ts'
import { instrumentAsk, PaymentInstrumentBody } from '../../../shared/contracts/payment-instrument.ts'
import { afterLegs } from '../../../shared/domain/auto-allocation/after-legs.ts'
import { decide } from '../../../shared/domain/auto-allocation/decide.ts'
import type { CustomerProfile, PairExposure } from '../../../shared/domain/customer.ts'
import type { GatewayAccount } from '../../../shared/domain/gateway-account.ts'
import { openGatewayAccount } from '../../../shared/domain/gateway-account-changes.ts'
import { type Minor, minorFromDecimal } from '../../../shared/domain/money.ts'
import { decisionInput, paidIn, payoutRequest } from '../../shared/domain/auto-allocation/builders.ts'

const AT = '2026-01-01T00:00:00.000Z'

/** What the allocator would do with every request of a world, one customer after the other. */
export function decidedOutcomes(world: World): string[] {
  const gateways = world.gatewayAccounts.map((body) =>
    openGatewayAccount(body.id, gatewayAccountAsk(GatewayAccountBody.parse(structuredClone(body))), AT),
  )
  return world.customers.flatMap((customer) => outcomesOf(customer, gateways))
}

function outcomesOf(customer: DemoCustomer, gateways: readonly GatewayAccount[]): string[] {
  let profile = profileOf(customer)
  return customer.requests.map(({ body }) => {
    const amountMinor = minorOf(body)
    const { customerId, currency, paymentInstrumentId = null } = body
    const request = payoutRequest({
      customerId,
      currency,
      paymentInstrumentId,
      amountMinor,
      unallocatedMinor: amountMinor,
    })
    const decision = decide({ ...decisionInput({ request, gateways }), customer: profile })
    profile = afterLegs(profile, decision.legs)
    return decision.outcome
  })
}

function profileOf({ id, instruments, payments, requests }: DemoCustomer): CustomerProfile {
  const groups = Map.groupBy(
    payments,
    ({ paymentInstrumentId, gatewayAccountId }) => `${paymentInstrumentId} ${gatewayAccountId}`,
  )
  return {
    customerId: id,
    currency: requests[0]?.body.currency ?? '',
    instruments: instruments.map((body) => ({
      ...instrumentAsk(PaymentInstrumentBody.parse(body)),
      id: body.id,
      version: 1,
      createdTime: AT,
      updatedTime: AT,
    })),
    exposures: [...groups.values()].map(exposureOf),
  }
}

/** Rules §4.1: approved sales that are not disputed, less approved refunds. */
function exposureOf(payments: readonly PaymentBody[]): PairExposure {
  const approved = payments.filter(({ result }) => result === 'approved')
  const sales = approved.filter(({ type, status }) => type === 'sale' && status !== 'disputed')
  const refunds = approved.filter(({ type }) => type === 'refund')
  const [first] = payments
  return paidIn(first?.paymentInstrumentId ?? '', first?.gatewayAccountId ?? '', sum(sales), {
    payments: sales.length,
    payoutsMinor: sum(refunds),
  })
}

const sum = (payments: readonly PaymentBody[]): Minor =>
  payments.reduce((total, payment) => total + minorOf(payment), 0n)

function minorOf({ amount, currency }: { amount: number; currency: string }): Minor {
  const minor = minorFromDecimal(amount, currency)
  if (typeof minor === 'string') throw new Error(`${amount} ${currency} is ${minor}`)
  return minor
}
