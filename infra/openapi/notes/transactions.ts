import { TRANSACTION_FIELDS } from '../../../shared/contracts/collections.ts'
import type { OperationNotes } from '../notes.ts'

export const TRANSACTION_NOTES = {
  GetTransactionCollection: {
    summary: 'List transactions',
    description: 'Payments and payouts, recorded or made here. A filter by `id` never lags a write.',
    refuses: ['invalid-query', 'invalid-filter', 'narrow-the-filter'],
    collection: { fields: TRANSACTION_FIELDS },
  },
  PostTransaction: {
    summary: 'Record a transaction',
    description:
      'A payment or payout that happened elsewhere; this service never charges. What it does to the exposure of its pair it does once: the same `id` or `requestId` again is 200, another content under it 409.',
    refuses: ['customer-profile-full', 'transaction-differs'],
  },
  GetTransaction: {
    summary: 'Get a transaction',
    description: 'Never behind a write.',
  },
  PatchTransaction: {
    summary: 'Dispute a payment, or end its dispute',
    description: 'While a payment is disputed it covers no payout.',
    refuses: ['transaction-not-changeable', 'changed-meanwhile'],
  },
} as const satisfies Readonly<Record<string, OperationNotes>>
