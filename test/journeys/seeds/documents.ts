/** The four seed documents, transcribed: what they say of every field and every status. */

/** A field's type, or the values of its enumeration. A dot leads into the entries of an array. */
export type Documented = FieldType | readonly string[]
export type FieldType =
  | 'string'
  | 'string,null'
  | 'time'
  | 'integer'
  | 'number'
  | 'array'
  | 'array,null'
  | 'strings'

export interface SeedDocument {
  readonly operation: string
  readonly requestFields: Readonly<Record<string, Documented>>
  readonly success: 200 | 201
  readonly fields: Readonly<Record<string, Documented>>
  readonly refusals: readonly (keyof typeof PROBLEM_FIELDS)[]
}

const LINKS = { _links: 'array', '_links.href': 'string' } as const
const TIMES = { createdTime: 'time', updatedTime: 'time' } as const

const BATCH = {
  id: 'string',
  userId: 'string',
  status: ['pending', 'processing', 'completed', 'failed'],
  totalCount: 'integer',
  successCount: 'integer',
  failureCount: 'integer',
  description: 'string,null',
  ...TIMES,
  ...LINKS,
  '_links.rel': ['self', 'payoutRequests'],
} as const

const ALLOCATION = {
  id: 'string',
  payoutRequestId: 'string',
  paymentInstrumentId: 'string',
  gatewayAccountId: 'string',
  gatewayName: 'string',
  amount: 'number',
  currency: 'string',
  status: ['pending', 'processing', 'completed', 'failed', 'canceled'],
  transactionId: 'string,null',
  ...TIMES,
  ...LINKS,
  '_links.rel': ['self', 'transaction', 'gatewayAccount', 'payoutRequest', 'paymentInstrument'],
} as const

export const SEEDS = {
  'create batch': {
    operation: 'POST /payout-request-batches',
    requestFields: {}, // the document has none; it names payoutRequestIds and filter in its text
    success: 201,
    fields: {
      ...BATCH,
      customerCount: 'integer',
      totalAmountByCurrency: 'array',
      'totalAmountByCurrency.currency': 'string',
      'totalAmountByCurrency.amount': 'number',
      allocationOrder: 'array,null',
    },
    refusals: [400, 401, 403, 409, 422, 429],
  },
  'auto-allocate batch': {
    operation: 'POST /payout-request-batches/{id}/auto-allocate',
    requestFields: {},
    success: 200,
    fields: { ...BATCH, payoutRequestIds: 'strings' },
    refusals: [401, 403, 404, 409, 422, 429],
  },
  'create allocation': {
    operation: 'POST /payout-request-allocations',
    requestFields: {
      payoutRequestId: 'string',
      paymentInstrumentId: 'string',
      gatewayAccountId: 'string',
      amount: 'number',
    },
    success: 201,
    fields: ALLOCATION,
    refusals: [401, 403, 404, 409, 422, 429],
  },
  'update allocation status': {
    operation: 'PATCH /payout-request-allocations/{id}',
    requestFields: { status: ['processing', 'canceled'] },
    success: 200,
    fields: ALLOCATION,
    refusals: [401, 403, 404, 409, 422, 429],
  },
} as const satisfies Record<string, SeedDocument>

export type SeedName = keyof typeof SEEDS

const PROBLEM = { type: 'string', title: 'string', status: 'integer', detail: 'string' } as const
const OCCURRENCE = { ...PROBLEM, instance: 'string' } as const

/** What a problem shows, by its status. Only the 400 of create batch is documented, and without `instance`. */
export const PROBLEM_FIELDS = {
  400: PROBLEM,
  401: OCCURRENCE,
  403: OCCURRENCE,
  404: OCCURRENCE,
  409: OCCURRENCE,
  422: {
    ...OCCURRENCE,
    invalidFields: 'array',
    'invalidFields.field': 'string',
    'invalidFields.message': 'string',
  },
  429: OCCURRENCE,
} as const satisfies Record<number, Readonly<Record<string, Documented>>>

/** The examples of the 429: what it says, to the letter. */
export const TOO_MANY_REQUESTS = {
  type: 'about:blank',
  title: 'Rate Limit Exceeded',
  status: 429,
  detail:
    'A request cannot be executed because the user has sent too many requests within a certain period of time',
}
