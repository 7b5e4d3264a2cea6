import * as z from 'zod'
import type { InvocationResult } from '../lambda/protocol.ts'
import { GatewayError } from './gateway-error.ts'

export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, readonly string[]>>
  readonly body: string
}

/** What a function's answer becomes on the wire; a failure or an answer of another form is a 502. */
export function proxyAnswer(result: InvocationResult): HttpAnswer {
  if ('error' in result) throw new GatewayError('DEFAULT_5XX')
  const answer = ProxyAnswer.safeParse(JSON.parse(result.payload))
  if (!answer.success) throw new GatewayError('DEFAULT_5XX')
  const { statusCode, headers, multiValueHeaders, body } = answer.data
  const all = new Map<string, readonly string[]>([['Content-Type', ['application/json']]])
  for (const [name, value] of Object.entries(headers ?? {})) setHeader(all, name, [String(value)])
  for (const [name, values] of Object.entries(multiValueHeaders ?? {}))
    setHeader(all, name, values.map(String))
  return { status: statusCode, headers: Object.fromEntries(all), body: body ?? '' }
}

const scalar = z.union([z.string(), z.number(), z.boolean()])

/** "API Gateway returns a 502 Bad Gateway error response" to everything else. */
const ProxyAnswer = z.strictObject({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), scalar).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(scalar)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.literal(false).optional(),
})

/** In the same case or not, a later value takes the place of an earlier. */
function setHeader(headers: Map<string, readonly string[]>, name: string, values: readonly string[]): void {
  for (const known of headers.keys()) {
    if (known.toLowerCase() === name.toLowerCase()) headers.delete(known)
  }
  headers.set(REMAPPED.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name, values)
}

/** Headers that only the gateway itself sets; from a function they arrive under another name. */
const REMAPPED = new Set([
  'authorization',
  'connection',
  'content-length',
  'content-md5',
  'date',
  'expect',
  'host',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'trailer',
  'upgrade',
  'user-agent',
  'www-authenticate',
])
