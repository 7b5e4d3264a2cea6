import type { JourneyOrganization } from './desk.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** As a client reads it: tests judge its shape. */
  readonly body: any
  readonly text: string
}

export interface Request {
  /** An object is sent as JSON, a text as it stands. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** `call('PATCH /payout-requests/x', { body })`, below the caller's organization. */
export type Call = (operation: string, request?: Request) => Promise<Answer>

/** Calls as whoever these headers say, at this address. */
export function client(url: string, credential: Readonly<Record<string, string>>): Call {
  return async (operation, { body, headers } = {}) => {
    const [method = '', path = ''] = operation.split(/ (.*)/)
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...credential,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: parsed(text), text }
  }
}

/** For the steps on the way to what a test is about. */
export async function done(answer: Promise<Answer>): Promise<any> {
  const { status, body, text } = await answer
  if (status >= 300) throw new Error(`A step before the test was answered ${status}: ${text}`)
  return body
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const keyHeader = (apiKey: string): Record<string, string> => ({ 'REB-APIKEY': apiKey })

/** Everything a collection shows, page by page. */
export async function all({ call }: Pick<JourneyOrganization, 'call'>, path: string): Promise<any[]> {
  return done(call(`GET ${path}${path.includes('?') ? '&' : '?'}limit=1000`))
}
