import { PAYOUT_REQUEST_FIELDS } from '../../../shared/contracts/collections.ts'
import { SPLIT_PARTS } from '../../../shared/domain/split.ts'
import { PARTS } from '../examples/payout-requests.ts'
import type { OperationNotes } from '../notes.ts'

const SPLIT = `Replaces a request to which nothing is allocated by ${SPLIT_PARTS.min} to ${SPLIT_PARTS.max} new ones, all of them or none, whose amounts add up to its own. The new requests are \`pending\` and in no batch; the original is \`split\` for good. \`Location\` and \`ETag\` are the first new one’s.`

export const PAYOUT_REQUEST_NOTES = {
  GetPayoutRequestCollection: {
    summary: 'List payout requests',
    description:
      'Every payout request with its allocations. A filter by `id` or `batchId` is answered from keys and members and never lags a write; other lists may, by a moment.',
    refuses: ['invalid-query', 'invalid-filter', 'narrow-the-filter'],
    collection: { fields: PAYOUT_REQUEST_FIELDS },
  },
  PostPayoutRequest: {
    summary: 'Ask for a payout',
    description:
      'A customer asks for money. The request is `ready` for review, or `pending` where its website lets requests ripen first.',
  },
  GetPayoutRequest: {
    summary: 'Get a payout request',
    description: 'The request with its allocations, never behind a write.',
  },
  PutPayoutRequest: {
    summary: 'Ask for a payout under your own id',
    description:
      'Creates the request under an id of at most 43 characters, or changes what may still be changed of it: the instrument and the redirect URL until allocation begins, the description always. Customer, website, currency and amount stay as they were asked for.',
    refuses: ['not-changeable', 'changed-meanwhile'],
  },
  PatchPayoutRequest: {
    summary: 'Review, block or describe a payout request',
    description:
      'Moves it along its statuses, blocks or unblocks it, changes its description. `blocked` is applied first, then `status` is judged against the result. A refused move names the statuses that are allowed.',
    refuses: ['transition-not-allowed', 'not-blockable', 'blocked', 'changed-meanwhile'],
  },
  PostPayoutRequestCancellation: {
    summary: 'Cancel a payout request',
    description:
      'What PATCH does with the status `canceled`, as older clients ask for it. Without `canceledBy` the customer cancels.',
    refuses: ['transition-not-allowed', 'blocked', 'changed-meanwhile'],
    headers: ['Location'],
  },
  PostPayoutRequestSplitLegacy: {
    summary: 'Split the payout request in the path',
    description: `What \`POST /payout-request-splits\` does, as older clients ask for it. ${SPLIT}`,
    refuses: ['transition-not-allowed', 'blocked', 'changed-meanwhile'],
    example: PARTS,
  },
  PostPayoutRequestSplit: {
    summary: 'Split a payout request',
    description: SPLIT,
    refuses: ['transition-not-allowed', 'blocked', 'changed-meanwhile'],
    example: PARTS,
  },
  GetPayoutRequestPaymentInstruments: {
    summary: 'Show where a payout request could be paid to',
    description:
      'Every pair of an instrument of the customer and a gateway account that could pay to it, with what is known of the pair. An instrument that the request asks for is shown in any case.',
    unversioned: true,
  },
} as const satisfies Readonly<Record<string, OperationNotes>>
