import type { Payment } from '../../../shared/domain/payment.ts'

export const SENT = Date.parse('2026-01-01T12:00:00.000Z')

/** A payment of an amount in minor units; all that is personal about it can be told from what is not. */
export const payment = (amountMinor = 1234n, others: Partial<Payment> = {}): Payment => ({
  organizationId: 'org_1',
  allocationId: 'pra_01~own.request',
  payoutRequestId: 'own.request',
  transactionId: 'txn_1',
  customerId: 'cus_1',
  gatewayAccountId: 'gw_acc_1',
  gatewayName: 'Own service',
  currency: 'EUR',
  amountMinor,
  sentTime: new Date(SENT).toISOString(),
  instrument: {
    id: 'inst_1',
    customerId: 'cus_1',
    method: 'payment-card',
    status: 'active',
    card: { brand: 'Visa', bin: '411111', last4: '4444', expMonth: 12, expYear: 2030, isPayoutable: true },
    referenceData: { vaultToken: 'PRIVATE-vault', holder: 'PRIVATE-name' },
    version: 3,
    createdTime: '2025-01-01T00:00:00.000Z',
    updatedTime: '2025-01-01T00:00:00.000Z',
  },
  ...others,
})
