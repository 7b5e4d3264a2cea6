import { Agent, request } from 'node:http'
import type { FuzzCall } from './calls.ts'

/** What came back, as it came. */
export interface FuzzAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Whose credential is sent, by name. */
export type Credentials = Readonly<Record<FuzzCall['credential'], Readonly<Record<string, string>>>>

/** Sends calls that no polite client could: a GET with a body, a form without length, bytes that no encoder makes. */
export function sender(url: string, credentials: Credentials) {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const { hostname, port, pathname } = new URL(url)
  const send = (call: FuzzCall): Promise<FuzzAnswer> =>
    new Promise((resolve, reject) => {
      const path = `${pathname}${targetOf(call)}`
      const headers = headersOf(call, credentials)
      const sent = request(
        { hostname, port, path, agent, method: call.operation.method, headers },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () => {
            const headers = new Headers(
              Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
            )
            resolve({ status: response.statusCode ?? 0, headers, text: Buffer.concat(chunks).toString() })
          })
        },
      )
      sent.on('error', reject)
      sent.end(call.body)
    })
  return { send, stop: () => agent.destroy() }
}

/** The path below the organization, and the query. */
export function targetOf({ operation, ids, query, ending }: FuzzCall): string {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodedId(ids[name] ?? ''))
  const search = query.map(([name, value]) => `${encodeURIComponent(name)}=${value}`).join('&')
  return `${path}${ending}${search === '' ? '' : `?${search}`}`
}

/** A part of a path that is only dots would be another path. */
const encodedId = (id: string): string =>
  /^\.+$/.test(id) ? id.replaceAll('.', '%2E') : encodeURIComponent(id)

export function headersOf(
  { body, headers, credential }: FuzzCall,
  credentials: Credentials,
): Record<string, string> {
  return {
    ...credentials[credential],
    ...(body !== undefined && {
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.byteLength(body)),
    }),
    ...headers,
  }
}

/** How a reader sends the same once more. */
export function asCurl(url: string, call: FuzzCall): string {
  const { 'Content-Length': _, ...headers } = headersOf(call, SHOWN)
  const words = [
    `curl -X ${call.operation.method} ${quoted(`${url}${targetOf(call)}`)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(call.body === undefined ? [] : [`--data-binary ${quoted(short(call.body))}`]),
  ]
  return words.join(' ')
}

const SHOWN: Credentials = {
  ours: { 'REB-APIKEY': '<key>' },
  nobody: {},
  misspelt: { 'REB-APIKEY': '<misspelt key>' },
  foreign: { 'REB-APIKEY': '<key of another organization>' },
  incapable: { 'REB-APIKEY': '<key without permissions>' },
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

const short = (text: string): string =>
  text.length <= 2_000 ? text : `${text.slice(0, 2_000)}… (${text.length} characters)`
