import type { GatewayResponse, RestApiDescription } from '../template/rest-api.ts'
import { ERRORS, type GatewayError } from './gateway-error.ts'
import type { HttpAnswer } from './proxy-answer.ts'

/** The gateway's own answer, in the words of the API's gateway responses where it has some for this case. */
export function gatewayAnswer(
  api: RestApiDescription,
  error: GatewayError,
  context: Readonly<Record<string, unknown>>,
): HttpAnswer {
  const response = responseFor(api, error)
  const known: Readonly<Record<string, unknown>> = {
    ...context,
    authorizer: error.authorizer,
    error: {
      message: error.message,
      messageString: JSON.stringify(error.message),
      responseType: error.type,
    },
  }
  const headers = Object.entries(response?.headers ?? {}).map(
    ([name, source]) => [name.replace('gatewayresponse.header.', ''), [headerValue(source, known)]] as const,
  )
  return {
    status: response?.status ?? error.status,
    headers: {
      'Content-Type': ['application/json'],
      'x-amzn-ErrorType': [ERRORS[error.type].header],
      ...Object.fromEntries(headers),
    },
    body: substitute(response?.template ?? '{"message":$context.error.messageString}', known),
  }
}

function responseFor(api: RestApiDescription, error: GatewayError): GatewayResponse | undefined {
  const fallback = ERRORS[error.type].status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'
  return api.gatewayResponses.get(error.type) ?? api.gatewayResponses.get(fallback)
}

/** `'text in single quotes'` or `context.something`. */
function headerValue(source: string, known: Readonly<Record<string, unknown>>): string {
  const constant = /^'(.*)'$/s.exec(source)?.[1]
  if (constant !== undefined) return constant
  if (source.startsWith('context.')) return substitute(`$${source}`, known)
  throw new Error(`The local stack cannot make a gateway response's header from ${source}`)
}

/** What is not known becomes nothing, as on AWS; nothing is escaped, as on AWS. */
function substitute(template: string, known: Readonly<Record<string, unknown>>): string {
  return template.replaceAll(/\$context((?:\.\w+)+)/g, (_, path: string) => {
    let value: unknown = known
    for (const name of path.slice(1).split('.')) {
      value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
    }
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  })
}
