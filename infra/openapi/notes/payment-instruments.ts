import { PAYMENT_INSTRUMENT_FIELDS } from '../../../shared/contracts/collections.ts'
import type { OperationNotes } from '../notes.ts'

export const PAYMENT_INSTRUMENT_NOTES = {
  GetPaymentInstrumentCollection: {
    summary: 'List payment instruments',
    description:
      'A filter by `id` or `customerId` never lags a write. A page may end before its limit, at 4 MB: `Pagination-Limit` tells.',
    refuses: ['invalid-query', 'invalid-filter', 'narrow-the-filter'],
    collection: { fields: PAYMENT_INSTRUMENT_FIELDS },
  },
  PostPaymentInstrument: {
    summary: 'Add a payment instrument',
    description:
      'Where a customer can be paid to. The id may be your own; one that is taken is 422. Card and account numbers are refused wherever they stand.',
    refuses: ['customer-profile-full'],
  },
  GetPaymentInstrument: {
    summary: 'Get a payment instrument',
    description: 'With the times of its last payment and payout.',
  },
  PutPaymentInstrument: {
    summary: 'Add or replace a payment instrument under your own id',
    description: 'Replaces all that was said of it; what is left out becomes the default.',
    refuses: ['customer-profile-full', 'payment-instrument-deactivated', 'changed-meanwhile'],
  },
  PatchPaymentInstrument: {
    summary: 'Change a payment instrument',
    description: 'A merge patch (RFC 7396): what comes of it is judged as a PUT would be.',
    refuses: ['customer-profile-full', 'payment-instrument-deactivated', 'changed-meanwhile'],
  },
  PostPaymentInstrumentDeactivation: {
    summary: 'Deactivate a payment instrument',
    description: 'For good: nothing is paid to it any more.',
    refuses: ['changed-meanwhile'],
  },
} as const satisfies Readonly<Record<string, OperationNotes>>
