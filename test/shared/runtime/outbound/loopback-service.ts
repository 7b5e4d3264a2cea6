import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net'

export interface ReceivedCall {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface LoopbackService {
  readonly port: number
  /** Requests that came in whole. */
  readonly calls: ReceivedCall[]
  readonly connections: number
  stop(): Promise<void>
}

/** What it does with a request that it has read. Without `end` the caller waits. */
export type Reply = (answer: ServerResponse, call: ReceivedCall) => void

/** A real server on loopback: HTTP, or HTTPS when there is a certificate. */
export function startHttpService(
  reply: Reply,
  certificate?: { readonly key: string; readonly cert: string },
): Promise<LoopbackService> {
  const calls: ReceivedCall[] = []
  const serve = async (request: IncomingMessage, answer: ServerResponse) => {
    const call = { path: request.url ?? '', headers: request.headers, body: await textOf(request) }
    calls.push(call)
    reply(answer, call)
  }
  return started(
    certificate
      ? createTlsServer(certificate, (...call) => void serve(...call))
      : createServer((...call) => void serve(...call)),
    calls,
  )
}

/** A server that does as it likes with its connections. */
export const startSocketService = (connected: (socket: Socket) => void): Promise<LoopbackService> =>
  started(createSocketServer(connected), [])

async function started(server: Server, calls: ReceivedCall[]): Promise<LoopbackService> {
  const sockets: Socket[] = []
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => {})
    sockets.push(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    calls,
    get connections() {
      return sockets.length
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return text
}

export const answerJson =
  (body: unknown, status = 200): Reply =>
  (answer) =>
    answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
