import { REQUEST_ID_LENGTH_LIMIT } from '../../shared/contracts/batch-request.ts'
import {
  type CollectionContract,
  DEFAULT_PAGE_SIZE,
  OFFSET_LIMIT,
  PAGE_LIMIT,
  SEARCH_LENGTH_LIMIT,
} from '../../shared/contracts/collection-query.ts'
import { BATCH_SELECTION_FIELDS } from '../../shared/contracts/collections.ts'
import { FILTER_LENGTH_LIMIT, type FilterFields } from '../../shared/contracts/filter.ts'
import { allowedValues } from '../../shared/contracts/filter-values.ts'
import { IDEMPOTENCY_KEY_LENGTH_LIMIT } from '../../shared/contracts/idempotency-key.ts'
import { DEFAULT_WAIT_SECONDS, WAIT_SECONDS_LIMIT } from '../../shared/contracts/preference.ts'
import { ID_LENGTH_LIMIT, ID_PATTERN } from '../../shared/domain/identifiers.ts'
import { IDS, PLAN_HASH, TIME } from './examples/ids.ts'

/** A parameter of the document: where it stands, what it may be, an example. */
export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly description: string
  readonly schema: object
  readonly example: string | number
}

/** Parameters that several operations have. */
export const PARAMETERS = {
  'Idempotency-Key': inHeader(
    'Idempotency-Key',
    'The same call with the same key gets the answer of its first success again, for 30 days, unless that changed nothing; another call with it is 422.',
    { type: 'string', minLength: 1, maxLength: IDEMPOTENCY_KEY_LENGTH_LIMIT },
    'b2c1a7e0-payout-1047',
  ),
  'If-Match': inHeader(
    'If-Match',
    'The ETag that was read: 412 when the resource has changed since.',
    { type: 'string' },
    '"3"',
  ),
  Prefer: inHeader(
    'Prefer',
    `\`wait=N\` waits up to N seconds, at most ${WAIT_SECONDS_LIMIT}; \`respond-async\` answers at once. Without it: ${DEFAULT_WAIT_SECONDS} seconds.`,
    { type: 'string' },
    `wait=${WAIT_SECONDS_LIMIT}`,
  ),
  run: inQuery('run', 'The id of a run; the latest without it.', { type: 'string' }, IDS.run),
  plan: inQuery('plan', 'The `planHash` of a plan, instead of a run.', { type: 'string' }, PLAN_HASH),
  operation: inQuery(
    'operation',
    'The id of an operation over the members, instead of a run.',
    { type: 'string' },
    IDS.operation,
  ),
  limit: inQuery(
    'limit',
    'How much a page has at most.',
    { type: 'integer', minimum: 0, maximum: PAGE_LIMIT, default: DEFAULT_PAGE_SIZE },
    DEFAULT_PAGE_SIZE,
  ),
  offset: inQuery(
    'offset',
    'How much to leave out before the page.',
    { type: 'integer', minimum: 0, maximum: OFFSET_LIMIT, default: 0 },
    0,
  ),
  q: inQuery('q', 'A part of a text.', { type: 'string', maxLength: SEARCH_LENGTH_LIMIT }, 'march'),
  selection: {
    ...inQuery(
      'filter',
      `At least one condition besides \`batchId\`. ${fieldsIn(BATCH_SELECTION_FIELDS)}`,
      { type: 'string', maxLength: FILTER_LENGTH_LIMIT },
      'status:approved;currency:EUR',
    ),
    required: true,
  },
} as const satisfies Readonly<Record<string, Parameter>>

export type ParameterName = keyof typeof PARAMETERS

export const parametersNamed = (names: readonly ParameterName[]) =>
  names.map((name) => ({ $ref: `#/components/parameters/${name}` }))

/** What a page of this collection is asked for by. */
export const collectionParameters = (path: string, { fields, search }: CollectionContract<string>) => [
  ...parametersNamed(['limit', 'offset', ...(search ? (['q'] as const) : [])]),
  inQuery(
    'filter',
    `Conditions, joined by \`;\`. ${fieldsIn(fields)}`,
    { type: 'string', maxLength: FILTER_LENGTH_LIMIT },
    filterExample(path, fields),
  ),
  inQuery(
    'sort',
    `Fields, joined by \`,\`, each with \`-\` for descending: any of those that it can be filtered by.`,
    { type: 'string' },
    'createdTime' in fields ? '-createdTime' : (Object.keys(fields)[0] ?? ''),
  ),
]

/** The ids in a path: of what, its first part says, of those behind it their names. */
export const pathParameters = (path: string): Parameter[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: path.startsWith('/payout-request-batch-requests/') ? REQUEST_ID : ID,
    ...(name === 'id'
      ? { description: 'The id of the resource.', example: exampleIdOf(path.split('/')[1] ?? '') }
      : idNamed(name)),
  }))

const ID = { type: 'string', maxLength: ID_LENGTH_LIMIT, pattern: ID_PATTERN.source }

/** Whoever asks for batches by an event may call that anything. */
const REQUEST_ID = { type: 'string', minLength: 1, maxLength: REQUEST_ID_LENGTH_LIMIT }

function idNamed(name: string) {
  const id = FURTHER_IDS[name]
  if (!id) throw new Error(`What is {${name}}? Add it to FURTHER_IDS in infra/openapi/parameters.ts.`)
  return id
}

/** Behind the resource's own id. */
const FURTHER_IDS: Readonly<Record<string, Pick<Parameter, 'description' | 'example'>>> = {
  payoutRequestId: { description: 'The id of the payout request.', example: IDS.request },
  messageId: { description: 'The id of the message.', example: IDS.message },
}

/** Finds what is shown of the collection; its path's last part says what it holds. */
function filterExample(path: string, fields: FilterFields): string {
  if ('id' in fields) return `id:${exampleIdOf(path.split('/').at(-1) ?? '')}`
  if ('payoutRequestId' in fields) return `payoutRequestId:${IDS.request}`
  if ('eventId' in fields) return `eventId:${IDS.event}`
  return `${Object.keys(fields)[0]}:${TIME.configured}..`
}

function exampleIdOf(resource: string): string {
  const example = RESOURCE_IDS[resource]
  if (example === undefined)
    throw new Error(`What is an id of /${resource}? Add one to RESOURCE_IDS in infra/openapi/parameters.ts.`)
  return example
}

const RESOURCE_IDS: Readonly<Record<string, string>> = {
  'payout-requests': IDS.request,
  'payout-request-allocations': IDS.allocation,
  'payout-request-batches': IDS.batch,
  'payout-request-batch-schedules': IDS.schedule,
  'payout-request-batch-requests': IDS.batchRequest,
  'gateway-accounts': IDS.gatewayAccount,
  'payment-instruments': IDS.instrument,
  transactions: IDS.sale,
  organizations: IDS.organization,
  websites: IDS.website,
  runs: IDS.run,
  timeline: IDS.message,
  webhooks: IDS.webhook,
}

function fieldsIn(fields: FilterFields): string {
  const known = Object.entries(fields).filter(([, type]) => type !== 'ignored')
  return `Fields: ${known.map(([field, type]) => `\`${field}\` (${allowedValues(type)})`).join('; ')}.`
}

function inQuery(name: string, description: string, schema: object, example: string | number) {
  return { name, in: 'query' as const, description, schema, example }
}

function inHeader(name: string, description: string, schema: object, example: string) {
  return { name, in: 'header' as const, description, schema, example }
}
