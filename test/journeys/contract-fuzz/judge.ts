import { HEADERS } from '../../../infra/openapi/headers.ts'
import { RETRIED } from '../../../infra/openapi/reasons.ts'
import type { ProblemReason } from '../../../shared/contracts/problems.ts'
import { type Check, failed } from '../../soak/game/checks.ts'
import type { FuzzCall } from './calls.ts'
import type { DocumentChecks } from './document-checks.ts'
import type { FuzzAnswer } from './sending.ts'

/** All in which an answer is not what the document promises of it. */
export function wrongWith(call: FuzzCall, answer: FuzzAnswer, document: DocumentChecks): string[] {
  const { status, headers, text } = answer
  if (status >= 500) return [`${status}`]
  const response = call.operation.responses[status]
  const isSuccess = status < 300
  if (!response) return isOfTheGateway(answer) ? [] : [`the document has no ${status}`]
  return [
    ...failed([
      [call.expects === undefined || call.expects === status, `${status} instead of ${call.expects}`],
      [!isSuccess || document.allows(call), `${status} for what the document does not allow`],
      [!call.isRepeated || headers.has('Idempotent-Replayed'), 'done once more'],
      [status !== 204 || text === '', '204 with a body'],
    ]),
    ...wrongHeaders(answer, Object.keys(response.headers)),
    ...(status === 204 ? [] : wrongBody(call, answer, document)),
    ...(isSuccess ? [] : wrongProblem(answer)),
  ]
}

/** API Gateway refuses some by itself, under the document's `default`. */
const isOfTheGateway = ({ status, text }: FuzzAnswer): boolean =>
  status === 400 && JSON.parse(text).type === 'urn:payout-desk:problem:bad-request'

function wrongBody(
  { operation }: FuzzCall,
  { status, headers, text }: FuzzAnswer,
  document: DocumentChecks,
): string[] {
  const [mediaType = ''] = (headers.get('Content-Type') ?? '').split(';')
  if (!(mediaType in (operation.responses[status]?.content ?? {}))) return [`${status} as ${mediaType}`]
  if (mediaType !== 'application/json') return []
  return document.wrongIn(operation, String(status), mediaType, JSON.parse(text))
}

/** Those that depend on the call stand in the document too. */
const SOMETIMES: ReadonlySet<string> = new Set([
  'Idempotent-Replayed',
  'Pagination-Total-Relation',
  'Preference-Applied',
])

function wrongHeaders({ status, headers }: FuzzAnswer, documented: readonly string[]): string[] {
  const given = Object.keys(HEADERS).filter((name) => headers.has(name))
  const missing = status >= 300 ? [] : documented.filter((name) => !SOMETIMES.has(name) && !headers.has(name))
  return [
    ...given
      .filter((name) => !documented.includes(name))
      .map((name) => `the document has no ${name} on ${status}`),
    ...missing.map((name) => `no ${name} on ${status}`),
    ...given
      .filter((name) => !isOfItsKind(name, headers.get(name) ?? ''))
      .map((name) => `${name}: ${headers.get(name)}`),
  ]
}

function isOfItsKind(name: string, value: string): boolean {
  const type = Object.entries(HEADERS).find(([known]) => known === name)?.[1].schema.type
  if (name === 'ETag') return /^"\d+"$/.test(value)
  if (name === 'Location') return /\/organizations\/org_\w+\/[\w-]+\//.test(value)
  return type === 'integer' ? /^\d+$/.test(value) : value !== ''
}

function wrongProblem({ status, headers, text }: FuzzAnswer): string[] {
  const problem = JSON.parse(text)
  const reason = String(problem.type).replace('urn:payout-desk:problem:', '') as ProblemReason
  const checks: readonly Check[] = [
    [problem.status === status, `a problem of the status ${problem.status} under ${status}`],
    [problem.detail !== '' && problem.title !== '', 'a problem without words'],
    [!RETRIED.has(reason) || headers.has('Retry-After'), `${reason} without Retry-After`],
    [status !== 401 || headers.has('WWW-Authenticate'), '401 without WWW-Authenticate'],
    [
      problem.instance === undefined || problem.instance === `urn:uuid:${headers.get('x-amzn-requestid')}`,
      `the instance ${problem.instance}`,
    ],
  ]
  return failed(checks)
}
