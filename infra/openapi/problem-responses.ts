import {
  PROBLEMS,
  type ProblemReason,
  problemType,
  RATE_LIMIT_DETAIL,
} from '../../shared/contracts/problems.ts'
import { type HeaderName, headersNamed } from './headers.ts'
import { REASONS, RETRIED } from './reasons.ts'

/** A problem document (RFC 9457), whatever its reason. */
export const PROBLEM_SCHEMA = {
  type: 'object' as const,
  description: 'A problem document (RFC 9457). Some reasons have further members.',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: {
      type: 'string' as const,
      description: '`urn:payout-desk:problem:` and the reason; `about:blank` for 429.',
    },
    title: { type: 'string' as const, description: 'The same for every problem of this type.' },
    status: { type: 'integer' as const, description: 'The HTTP status.' },
    detail: { type: 'string' as const, description: 'What is wrong with this very call.' },
    instance: { type: 'string' as const, description: '`urn:uuid:` and the id of the call.' },
    invalidFields: {
      type: 'array' as const,
      description: 'Every field that is wrong, at once.',
      items: {
        type: 'object' as const,
        required: ['field', 'message'],
        properties: {
          field: {
            type: 'string' as const,
            description:
              'A path with dots, elements by their index: `payoutRequestIds.3`. Empty for the body.',
          },
          message: { type: 'string' as const, description: 'What is wrong with it.' },
        },
      },
    },
  },
}

const ALL_REASONS = Object.keys(PROBLEMS) as ProblemReason[]

/** An example of every problem; operations refer to those that they give. */
export const PROBLEM_EXAMPLES = Object.fromEntries(
  ALL_REASONS.map((reason) => [reason, { summary: PROBLEMS[reason][1], value: problemExample(reason) }]),
)

function problemExample(reason: ProblemReason) {
  const [status, title] = PROBLEMS[reason]
  return {
    type: problemType(reason),
    title,
    status,
    detail: reason === 'rate-limit-exceeded' ? RATE_LIMIT_DETAIL : REASONS[reason],
    instance: 'urn:uuid:5f0c1d2e-8a41-4c3b-9f6d-7e2a1b0c4d5e',
    ...(reason === 'invalid-fields' && {
      detail: 'amount must be a number greater than 0',
      invalidFields: [{ field: 'amount', message: 'must be a number greater than 0' }],
    }),
  }
}

/** The answers that refuse, by status, each with the reasons that it can have. */
export function problemResponses(reasons: readonly ProblemReason[]) {
  const byStatus = Map.groupBy(new Set(reasons), (reason) => PROBLEMS[reason][0])
  const statuses = [...byStatus].sort(([one], [other]) => one - other)
  return Object.fromEntries(statuses.map(([status, given]) => [String(status), problemResponse(given)]))
}

function problemResponse(reasons: readonly ProblemReason[]) {
  const types = { type: 'object' as const, properties: { type: { enum: reasons.map(problemType) } } }
  return {
    description: reasons.map((reason) => `\`${reason}\`: ${REASONS[reason]}`).join('\n\n'),
    headers: headersNamed(headersOf(reasons)),
    content: {
      'application/json': {
        schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, types] },
        examples: Object.fromEntries(
          reasons.map((reason) => [reason, { $ref: `#/components/examples/${reason}` }]),
        ),
      },
    },
  }
}

const headersOf = (reasons: readonly ProblemReason[]): HeaderName[] => [
  ...(reasons.includes('unauthorized') ? (['WWW-Authenticate'] as const) : []),
  ...(reasons.some((reason) => RETRIED.has(reason)) ? (['Retry-After'] as const) : []),
  ...(reasons.includes('rate-limit-exceeded') ? (['X-RateLimit-Retry-After'] as const) : []),
]

/** What API Gateway refuses before anyone of ours is asked. */
export const OTHER_PROBLEM = {
  description: 'Another problem, of API Gateway itself: `bad-request` or `timeout`.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
}
