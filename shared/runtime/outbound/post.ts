import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import type { OutboundPolicy } from '../../domain/outbound-url.ts'
import { connectionTo } from './connection.ts'
import { destinationOf, NotSent, type NotSentReason, type Resolve, resolveHost } from './destination.ts'

/** Nobody's answer to us is larger; more of it is not read. */
export const ANSWER_BYTES_LIMIT = 65_536

export interface Message {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface PostOptions {
  readonly policy: OutboundPolicy
  /** Ends the whole call, from looking up the host to the answer's last byte. */
  readonly signal: AbortSignal
  readonly resolve?: Resolve
  /** Whether the answer's status is all that matters: its body is left unread, and '' here. */
  readonly ignoresBody?: boolean
}

/** After `no-answer` and `answered` the other side may have done what it was asked to; after `not-sent` it has not. */
export type Posted =
  | { readonly kind: 'not-sent'; readonly reason: NotSentReason }
  | { readonly kind: 'no-answer'; readonly reason: 'timeout' | 'connection-lost' | 'answer-too-large' }
  | ({ readonly kind: 'answered' } & HttpAnswer)

export interface HttpAnswer {
  readonly status: number
  /** Without its parameters, in lower case. */
  readonly contentType: string
  readonly body: string
}

/** One POST over a connection of its own. Follows no redirect, repeats nothing, tells failures apart and never throws. */
export async function post(link: string, message: Message, options: PostOptions): Promise<Posted> {
  const { policy, resolve = resolveHost, signal } = options
  let socket: Socket | undefined
  try {
    const destination = await inTime(destinationOf(link, policy, resolve), signal)
    socket = await connectionTo(destination, signal)
    return { kind: 'answered', ...(await exchange(socket, destination.url, message, options)) }
  } catch (error) {
    if (error instanceof NotSent) return { kind: 'not-sent', reason: error.reason }
    if (error instanceof AnswerTooLarge) return { kind: 'no-answer', reason: 'answer-too-large' }
    return { kind: 'no-answer', reason: signal.aborted ? 'timeout' : 'connection-lost' }
  } finally {
    socket?.destroy()
  }
}

class AnswerTooLarge extends Error {}

/** A look-up cannot be called off: it is left behind. */
async function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const isOver = signal.aborted ? Promise.resolve() : once(signal, 'abort')
  return Promise.race([work, isOver.then(() => Promise.reject(new NotSent('connection-timeout')))])
}

/** Everything that fails from here on may have failed after the request was understood. */
async function exchange(
  socket: Socket,
  url: URL,
  { headers, body }: Message,
  { signal, ignoresBody = false }: PostOptions,
): Promise<HttpAnswer> {
  const call = request({
    createConnection: () => socket,
    signal,
    method: 'POST',
    path: url.pathname + url.search,
    headers: { host: url.host, ...headers, 'content-length': Buffer.byteLength(body) },
  })
  call.end(body)
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    // The listener stays: an error after the answer's head comes here too, and with the answer's body.
    call.once('response', resolve).on('error', reject).once('close', reject)
  })
  return {
    status: answer.statusCode ?? 0,
    contentType: (answer.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    body: ignoresBody ? '' : await textOf(answer),
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of answer) {
    if (!Buffer.isBuffer(chunk)) continue
    bytes += chunk.length
    if (bytes > ANSWER_BYTES_LIMIT) throw new AnswerTooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
