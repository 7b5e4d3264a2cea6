import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway'
import { PROBLEMS, problemType, RATE_LIMIT_DETAIL } from '../../shared/contracts/problems.ts'

/** What API Gateway answers without asking a function, in the shape of every other problem (rules §1). */
export function addGatewayResponses(restApi: RestApi): void {
  for (const { types, problem, detail, headers } of ANSWERS) {
    const body = { ...problem, detail, instance: 'urn:uuid:$context.requestId' }
    for (const type of types) {
      restApi.addGatewayResponse(type.responseType, {
        type,
        statusCode: String(problem.status),
        responseHeaders: { 'Content-Type': "'application/json'", ...headers },
        templates: { 'application/json': JSON.stringify(body) },
      })
    }
  }
}

interface GatewayAnswer {
  readonly types: readonly ResponseType[]
  readonly problem: { readonly type: string; readonly title: string; readonly status: number }
  readonly detail: string
  readonly headers?: Readonly<Record<string, string>>
}

function known(reason: keyof typeof PROBLEMS): GatewayAnswer['problem'] {
  const [status, title] = PROBLEMS[reason]
  return { type: problemType(reason), title, status }
}

const RETRY_SOON = { 'Retry-After': "'1'" }

/** `$context` values are pasted into the JSON as they are: only those may stand here that we or AWS write, unquoted. */
const ANSWERS: readonly GatewayAnswer[] = [
  {
    types: [ResponseType.UNAUTHORIZED, ResponseType.EXPIRED_TOKEN],
    problem: known('unauthorized'),
    detail: 'A valid REB-APIKEY or Authorization header is needed.',
    headers: { 'WWW-Authenticate': '\'Bearer realm="payout-desk"\'' },
  },
  {
    types: [ResponseType.ACCESS_DENIED],
    problem: known('forbidden'),
    detail: '$context.authorizer.denyReason',
  },
  {
    types: [ResponseType.INVALID_API_KEY, ResponseType.WAF_FILTERED],
    problem: known('forbidden'),
    detail: 'The call is not allowed.',
  },
  {
    // Nothing here is signed: API Gateway looks for a signature only where it knows no such route.
    types: [
      ResponseType.MISSING_AUTHENTICATION_TOKEN,
      ResponseType.INVALID_SIGNATURE,
      ResponseType.RESOURCE_NOT_FOUND,
    ],
    problem: known('not-found'),
    detail: 'There is no such route.',
  },
  {
    types: [ResponseType.REQUEST_TOO_LARGE],
    problem: known('too-large'),
    detail: 'The body is larger than 10 MB.',
  },
  {
    types: [ResponseType.UNSUPPORTED_MEDIA_TYPE],
    problem: known('unsupported-media-type'),
    detail: 'The body must be application/json.',
  },
  {
    types: [ResponseType.THROTTLED, ResponseType.QUOTA_EXCEEDED],
    problem: known('rate-limit-exceeded'),
    detail: RATE_LIMIT_DETAIL,
    headers: RETRY_SOON,
  },
  {
    types: [ResponseType.BAD_REQUEST_BODY, ResponseType.BAD_REQUEST_PARAMETERS, ResponseType.DEFAULT_4XX],
    problem: { type: 'urn:payout-desk:problem:bad-request', title: 'Bad request', status: 400 },
    detail: 'The request could not be read.',
  },
  {
    types: [
      ResponseType.API_CONFIGURATION_ERROR,
      ResponseType.AUTHORIZER_CONFIGURATION_ERROR,
      ResponseType.DEFAULT_5XX,
    ],
    problem: known('internal'),
    detail: 'Something went wrong on our side. Name the request id $context.requestId when you report it.',
  },
  {
    types: [ResponseType.AUTHORIZER_FAILURE, ResponseType.INTEGRATION_FAILURE],
    problem: known('busy'),
    detail: 'The call could not be served now.',
    headers: RETRY_SOON,
  },
  {
    types: [ResponseType.INTEGRATION_TIMEOUT],
    problem: { type: 'urn:payout-desk:problem:timeout', title: 'Timeout', status: 504 },
    detail:
      'The answer took too long. The call may have had its effect: ask before you repeat it without a key.',
  },
]
