import type { APIGatewayProxyEvent } from 'aws-lambda'
import type * as z from 'zod'
import { forbiddenIn, INVALID_FIELDS_LIMIT, problemsIn } from '../../shared/contracts/body-problems.ts'
import { parseJson } from '../../shared/contracts/json.ts'
import { Refusal, refuseInvalid } from '../../shared/domain/refusal.ts'
import { header } from './caller.ts'

/** A batch of 1000 ids is 52 kB, an account with every limit 60 kB: nothing asked for comes near this. */
export const BODY_BYTES_LIMIT = 1_000_000

/** Rules §1: media type 415 / size 413 → JSON 400 → shape 422 with every problem at once. */
export function readBody<Body>(event: APIGatewayProxyEvent, schema: z.ZodType<Body> | undefined): Body {
  const text = bodyText(event)
  if (text.length > 0) refuseMediaType(event)
  if (Buffer.byteLength(text) > BODY_BYTES_LIMIT)
    throw new Refusal('too-large', { detail: `A body may have at most ${BODY_BYTES_LIMIT} bytes.` })
  const body = text.trim().length > 0 ? jsonOf(text) : {}
  const forbidden = forbiddenIn(body)
  const parsed = schema?.safeParse(body)
  refuseInvalid([...forbidden, ...problemsIn(parsed)].slice(0, INVALID_FIELDS_LIMIT))
  return parsed?.data as Body
}

/** Refuses what a PATCH would make of a resource when it is not what a PUT could have sent. */
export function demandShape<Body>(schema: z.ZodType<Body>, merged: unknown): Body {
  const parsed = schema.safeParse(merged)
  refuseInvalid(problemsIn(parsed).slice(0, INVALID_FIELDS_LIMIT))
  return parsed.data as Body
}

/** What is sent with a GET says nothing (RFC 9110, 9.3.1) and can be nothing wrong. */
function bodyText({ httpMethod, body, isBase64Encoded }: APIGatewayProxyEvent): string {
  if (httpMethod === 'GET') return ''
  return isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '')
}

function refuseMediaType({ headers }: APIGatewayProxyEvent): void {
  const type = header(headers, 'Content-Type')
  if (type !== undefined && !/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type.trim()))
    throw new Refusal('unsupported-media-type', {
      detail: `Send the body as application/json, not as ${type}.`,
    })
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    throw new Refusal('malformed-json', {
      detail: `The body is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`,
    })
  }
}
