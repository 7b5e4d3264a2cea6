import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as after } from 'node:timers/promises'
import { closeServer, listen } from '../http-server.ts'
import { type Lambdas, PAYLOAD_LIMIT_BYTES } from '../lambda/lambdas.ts'
import type { Place } from '../template/identities.ts'
import type { RestApiDescription, Route } from '../template/rest-api.ts'
import { authorize } from './authorize.ts'
import { proxyEvent } from './event.ts'
import { type Exchange, exchangeOf, requestContext } from './exchange.ts'
import { GatewayError } from './gateway-error.ts'
import { gatewayAnswer } from './gateway-response.ts'
import { type HttpAnswer, proxyAnswer } from './proxy-answer.ts'
import { readRequestBody } from './request-body.ts'
import { type RouteFinder, routeFinder } from './routes.ts'

export interface ApiGateway {
  /** With the stage, without a slash at its end. */
  readonly url: string
  stop(): Promise<void>
}

/** Serves a REST API as API Gateway does, on this machine only. */
export async function startApiGateway(
  api: RestApiDescription,
  parts: { readonly lambdas: Lambdas; readonly place: Place; readonly port: number; readonly pages?: Pages },
): Promise<ApiGateway> {
  const gateway = { api, ...parts, findRoute: routeFinder(api.routes, api.stage) }
  const server = createServer((request, response) => void handle(request, response, gateway))
  server.keepAliveTimeout = 0
  const port = await listen(server, parts.port)
  return { url: `http://127.0.0.1:${port}/${api.stage}`, stop: () => closeServer(server) }
}

/** What stands on the server beside the API, by its path: `/reference`. */
export type Pages = Readonly<Record<string, Page>>

export interface Page {
  readonly contentType: string
  readonly text: (host: string) => Promise<string>
}

interface Gateway {
  readonly api: RestApiDescription
  readonly lambdas: Lambdas
  readonly place: Place
  readonly findRoute: RouteFinder
  readonly pages?: Pages
}

async function handle(request: IncomingMessage, response: ServerResponse, gateway: Gateway): Promise<void> {
  const [pathname = '/', query = ''] = splitOnce(request.url ?? '/', '?')
  const page = request.method === 'GET' ? gateway.pages?.[pathname] : undefined
  if (page) return show(page, request, response)
  const route = gateway.findRoute(request.method ?? '', pathname)
  const exchange = exchangeOf(request, { pathname, query: new URLSearchParams(query) }, route, gateway)
  try {
    const body = await readRequestBody(request)
    if (route === undefined) throw new GatewayError('MISSING_AUTHENTICATION_TOKEN')
    write(response, exchange, await answer(exchange, route, body, gateway))
  } catch (error) {
    if (response.destroyed) return
    const refusal = error instanceof GatewayError ? error : new GatewayError('DEFAULT_5XX', { status: 500 })
    write(response, exchange, gatewayAnswer(gateway.api, refusal, requestContext(exchange)))
  }
}

async function show({ contentType, text }: Page, request: IncomingMessage, response: ServerResponse) {
  try {
    const body = await text(request.headers.host ?? '')
    response.writeHead(200, { 'Content-Type': contentType }).end(body)
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' }).end(said)
  }
}

async function answer(exchange: Exchange, route: Route, body: string, gateway: Gateway): Promise<HttpAnswer> {
  const context =
    route.authorizer && (await authorize(exchange, route.authorizer, gateway.lambdas, gateway.place.region))
  const event = JSON.stringify(proxyEvent(exchange, body, context))
  if (Buffer.byteLength(event) > PAYLOAD_LIMIT_BYTES) throw new GatewayError('REQUEST_TOO_LARGE')
  const name = route.functionArn.split(':').at(-1) ?? ''
  return proxyAnswer(await inTime(gateway.lambdas.invoke(name, event), route.timeoutMs))
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

/** The function goes on when the gateway no longer waits for it. */
async function inTime<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  const done = new AbortController()
  const timeout = after(timeoutMs, undefined, { signal: done.signal }).then(() => {
    throw new GatewayError('INTEGRATION_TIMEOUT')
  })
  timeout.catch(() => {})
  try {
    return await Promise.race([work, timeout])
  } finally {
    done.abort()
  }
}

function write(response: ServerResponse, exchange: Exchange, { status, headers, body }: HttpAnswer): void {
  response.writeHead(status, {
    ...headers,
    'x-amzn-RequestId': exchange.requestId,
    'x-amz-apigw-id': exchange.requestId,
    ...(status === 204 ? {} : { 'Content-Length': Buffer.byteLength(body) }),
  })
  response.end(status === 204 ? undefined : body)
}
