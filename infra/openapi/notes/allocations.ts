import { ALLOCATION_COLUMNS } from '../../../shared/contracts/allocation-csv.ts'
import { ALLOCATION_FIELDS } from '../../../shared/contracts/collections.ts'
import { csvOf } from '../../../shared/contracts/csv.ts'
import { IDS } from '../examples/ids.ts'
import { ALLOCATION } from '../examples/payout-requests.ts'
import type { OperationNotes } from '../notes.ts'

export const ALLOCATION_NOTES = {
  GetPayoutRequestAllocationCollection: {
    summary: 'List allocations',
    description:
      'What is set aside, on which instrument, through which gateway account. A filter by `id`, `payoutRequestId` or `batchId` never lags a write. `Accept: text/csv` gets the same page as a file for reconciliation.',
    refuses: ['invalid-query', 'invalid-filter', 'narrow-the-filter'],
    collection: { fields: ALLOCATION_FIELDS },
    csv: csvOf(ALLOCATION_COLUMNS, [
      { ...ALLOCATION, customerId: IDS.customer, gatewayTransactionId: null, completedTime: null },
    ]),
  },
  PostPayoutRequestAllocation: {
    summary: 'Set part of a payout request aside',
    description:
      'For one payment instrument, to be paid through one gateway account. It is checked against what is open of the request only: a person may overrule the limits that auto-allocation keeps. An amount above that is 422 with `availableAmount`.',
    refuses: ['blocked', 'not-allocatable', 'nothing-unallocated', 'allocation-limit'],
  },
  PostPayoutRequestAutoAllocation: {
    summary: 'Allocate one payout request automatically',
    description:
      'Sets all that is open of it aside, or as much as its instruments and gateway accounts take. `Payout-Outcome` says whether all was placed.',
    refuses: ['blocked', 'not-allocatable', 'nothing-unallocated', 'nothing-allocated', 'allocation-limit'],
    headers: ['Payout-Outcome'],
  },
  GetPayoutRequestAllocation: {
    summary: 'Get an allocation',
    description: 'Never behind a write.',
  },
  PatchPayoutRequestAllocation: {
    summary: 'Begin or cancel a payment',
    description:
      '`processing` hands a pending allocation to its gateway and makes the transaction; `canceled` gives its amount back to the payout request. A refused move names the statuses that are allowed.',
    refuses: [
      'transition-not-allowed',
      'blocked',
      'gateway-cannot-pay',
      'payouts-stopped',
      'changed-meanwhile',
    ],
  },
  PostPayoutRequestAllocationsProcess: {
    summary: 'Queue allocations for payment',
    description:
      'Each is paid in its turn, as its gateway account allows. If one of them is unknown, or may not be paid, none is queued and `invalidFields` names it; what is no longer pending is passed over.',
    refuses: ['gateway-cannot-pay'],
  },
} as const satisfies Readonly<Record<string, OperationNotes>>
