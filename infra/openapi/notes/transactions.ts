import { TRANSACTION_FIELDS } from '../../../shared/contracts/collections.ts'
import { CREDIT } from '../examples/reference-data.ts'
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
  PostTransactionUpdate: {
    summary: 'Tell a transaction its result',
    description:
      'What a person has found out of one whose result is unknown, once; the allocation that a payout pays follows it. An amount or currency repeats the transaction’s: another one is 422.',
    refuses: ['transaction-not-changeable', 'changed-meanwhile'],
  },
  PostTransactionQuery: {
    summary: 'Ask the gateway about a payout',
    description:
      'Has the gateway asked soon what became of a payout that is not decided; the answer shows the transaction as it is until then. Nothing is paid by it, and asking again asks again, whatever the Idempotency-Key.',
    refuses: ['transaction-not-changeable'],
    example: CREDIT,
  },
} as const satisfies Readonly<Record<string, OperationNotes>>
