import * as z from 'zod'
import { CSV_MEDIA_TYPE } from '../../shared/contracts/csv.ts'
import { OPERATIONS, type OperationContract, showsRateLimit } from '../../shared/contracts/operations.ts'
import { COMPONENTS } from './components.ts'
import { type HeaderName, headersNamed, PAGINATION } from './headers.ts'
import { NOTES, type OperationNotes } from './notes.ts'
import { collectionParameters, parametersNamed, pathParameters } from './parameters.ts'
import { OTHER_PROBLEM, problemResponses } from './problem-responses.ts'
import { commonReasons } from './reasons.ts'

/** An operation of the document, with its method and path; the permission that it needs is its id. */
export function describeOperation(contract: OperationContract) {
  const { operationId } = contract
  const notes = notesOf(contract)
  const [method = '', path = ''] = OPERATIONS[operationId].split(' ')
  const writes = method !== 'GET'
  const reasons = [...commonReasons({ writes }), ...(notes.refuses ?? [])]
  const operation = {
    operationId,
    tags: [tagOf(path)],
    summary: notes.summary,
    description: descriptionOf(contract, notes),
    security: [{ ApiKey: [operationId] }, { JWT: [operationId] }],
    parameters: [
      ...pathParameters(path),
      ...(notes.collection ? collectionParameters(path, notes.collection) : []),
      ...parametersNamed(notes.parameters ?? []),
      ...(writes ? parametersNamed(['Idempotency-Key']) : []),
      ...(reasons.includes('changed-meanwhile') ? parametersNamed(['If-Match']) : []),
    ],
    ...(contract.body && {
      requestBody: { required: isRequired(contract.body), content: json(contract, contract.body) },
    }),
    responses: {
      ...successes(contract, notes, { writes }),
      ...problemResponses(reasons),
      default: OTHER_PROBLEM,
    },
  }
  return { method: method.toLowerCase(), path, operation }
}

function notesOf({ operationId }: OperationContract): OperationNotes {
  const notes: OperationNotes | undefined = NOTES[operationId]
  if (!notes)
    throw new Error(
      `${operationId} is in no file of infra/openapi/notes: say there what it does and when it refuses.`,
    )
  return notes
}

/** The first part of the path is what the operation is about. */
export const tagOf = (path: string): string => path.split('/')[1] ?? ''

const descriptionOf = ({ operationId }: OperationContract, { description, refusesMembers }: OperationNotes) =>
  [
    description,
    ...(refusesMembers
      ? [
          `A member may be refused with the reason ${refusesMembers.map((reason) => `\`${reason}\``).join(', ')}.`,
        ]
      : []),
    `Permission: \`${operationId}\`.`,
  ].join('\n\n')

/** A body that `{}` would do for need not be sent at all. */
const isRequired = (body: z.ZodType): boolean => !body.safeParse({}).success

function successes(contract: OperationContract, notes: OperationNotes, { writes }: { writes: boolean }) {
  const answers = Object.entries(contract.answers)
  const headers = headersNamed([...commonHeaders(contract, notes, writes), ...(notes.headers ?? [])])
  if (answers.length === 0) return { '204': { description: 'Done.', headers } }
  return Object.fromEntries(
    answers.map(([status, schema]) => [
      status,
      {
        description: Object.keys(examplesOf(contract, schema)).join(' or '),
        headers: status === '201' ? { ...headers, ...headersNamed(['Location']) } : headers,
        content: { ...answered(contract, schema, notes), ...file(notes) },
      },
    ]),
  )
}

function commonHeaders(
  { operationId, answers }: OperationContract,
  { collection, unversioned }: OperationNotes,
  writes: boolean,
): HeaderName[] {
  const hasVersion = !collection && !unversioned && Object.keys(answers).length > 0
  return [
    ...(hasVersion ? (['ETag'] as const) : []),
    ...(collection ? PAGINATION : []),
    ...(showsRateLimit(operationId) ? (['X-RateLimit-Limit', 'X-RateLimit-Remaining'] as const) : []),
    ...(writes ? (['Idempotent-Replayed'] as const) : []),
  ]
}

const json = (contract: OperationContract, schema: z.ZodType) => ({
  'application/json': { schema, examples: examplesOf(contract, schema) },
})

const answered = (contract: OperationContract, schema: z.ZodType, { example }: OperationNotes) =>
  example === undefined
    ? json(contract, schema)
    : { 'application/json': { schema, examples: { example: { value: example } } } }

const file = ({ csv }: OperationNotes) =>
  csv === undefined
    ? {}
    : { [CSV_MEDIA_TYPE]: { schema: { type: 'string' as const }, examples: { file: { value: csv } } } }

/** By the name of the component that each is an example of. */
function examplesOf(
  contract: OperationContract,
  schema: z.ZodType,
): Record<string, { value: unknown } | { $ref: string }> {
  if (schema instanceof z.ZodUnion && !isComponent(schema)) {
    const examples = schema.options.map((option) => examplesOf(contract, asSchema(option)))
    return Object.fromEntries(examples.flatMap((each) => Object.entries(each)))
  }
  const [list, single] = schema instanceof z.ZodArray ? [true, asSchema(schema.element)] : [false, schema]
  const component = COMPONENTS.find((one) => one.schema === single)
  if (!component)
    throw new Error(
      `${contract.operationId} takes or gives a schema without a name: add it to infra/openapi/components.ts, with an example.`,
    )
  const { name, example } = component
  return { [name]: list ? { value: [example] } : { $ref: `#/components/examples/${name}` } }
}

const isComponent = (schema: z.ZodType): boolean => COMPONENTS.some((one) => one.schema === schema)

function asSchema(schema: unknown): z.ZodType {
  if (schema instanceof z.ZodType) return schema
  throw new Error('A schema of the contracts is one of zod.')
}
