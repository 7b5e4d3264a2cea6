import type * as z from 'zod'

/** Speaks to the API over connections that stay open. */
export interface DeskClient {
  call<Answer>(call: DeskCall<Answer>): Promise<Answer>
}

export interface DeskCall<Answer> {
  readonly method?: 'GET' | 'POST' | 'PATCH'
  /** Below the organization, with its query. */
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** What of the answer matters. */
  readonly answer: z.ZodType<Answer>
}

/** A problem is thrown with what the API said: nothing here is expected to be refused. */
export function deskClient({ url, apiKey }: { url: string; apiKey: string }): DeskClient {
  return {
    async call({ method = 'GET', path, body, headers, answer }) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          'REB-APIKEY': apiKey,
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`)
      return answer.parse(text === '' ? undefined : JSON.parse(text))
    },
  }
}
