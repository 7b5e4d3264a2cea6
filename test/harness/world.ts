import type { PaymentInstrument } from '../../shared/domain/customer.ts'
import type { GatewayAccount } from '../../shared/domain/gateway-account.ts'
import { changeExposures } from '../../shared/repository/exposures.ts'
import { absent } from '../../shared/repository/expressions.ts'
import { keepNewGatewayAccount } from '../../shared/repository/gateway-accounts.ts'
import { instrumentsKey } from '../../shared/repository/keys.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { withoutNulls } from '../../shared/repository/stored.ts'
import { commit } from '../../shared/repository/write.ts'

/** Gateway accounts and customers put straight into the table, for tests of what is done with them. */

const AT = '2026-01-02T03:04:05.000Z'

export const account = (id: string, fields: Partial<GatewayAccount> = {}): GatewayAccount => ({
  id,
  gatewayName: 'TestProcessor',
  method: 'payment-card',
  acceptedCurrencies: ['EUR', 'JPY', 'BHD', 'USD'],
  paymentCardSchemes: [],
  status: 'active',
  isDown: false,
  readyToPayoutInstruction: 'all',
  payoutLimits: null,
  payoutAdapter: { type: 'TestProcessor' },
  payoutConcurrency: 10,
  version: 1,
  createdTime: AT,
  updatedTime: AT,
  ...fields,
})

export const card = (
  customerId: string,
  id: string,
  fields: Partial<PaymentInstrument> = {},
): PaymentInstrument => ({
  id,
  customerId,
  method: 'payment-card',
  status: 'active',
  card: { brand: 'Visa', bin: '411111', last4: '1111', expMonth: 1, expYear: 2030, isPayoutable: true },
  referenceData: {},
  version: 1,
  createdTime: AT,
  updatedTime: AT,
  ...fields,
})

export const openAccounts = (table: OrganizationTable, ...accounts: GatewayAccount[]): Promise<unknown> =>
  Promise.all(accounts.map((one) => keepNewGatewayAccount(table, one)))

export const giveInstruments = (
  table: OrganizationTable,
  ...instruments: PaymentInstrument[]
): Promise<unknown> =>
  Promise.all(
    [...Map.groupBy(instruments, ({ customerId }) => customerId)].map(([customer, group]) =>
      commit(table, [
        {
          key: instrumentsKey(table.organization, customer),
          put: {
            type: 'instruments',
            version: 1,
            instruments: Object.fromEntries(group.map((one) => [one.id, withoutNulls(one)])),
          },
          when: [absent],
        },
      ]),
    ),
  )

/** One approved sale through one pair. */
export const paid = (
  table: OrganizationTable,
  payment: {
    customerId: string
    currency: string
    paymentInstrumentId: string
    gatewayAccountId: string
    amountMinor: bigint
  },
): Promise<unknown> =>
  commit(table, [
    changeExposures(table, { ...payment, exposures: [] }, [
      {
        ...payment,
        openMinor: 0n,
        salesMinor: payment.amountMinor,
        payments: 1,
        times: { firstPaymentTime: AT, lastPaymentTime: AT },
      },
    ]),
  ])
