import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { closeServer, listen } from '../http-server.ts'
import { AwsError } from './aws-error.ts'
import { type Answer, type Call, type Caller, readCall, type Service, type ServiceName } from './call.ts'
import type { Counts } from './counts.ts'
import type { FaultPlan } from './faults.ts'

/** The one address at which functions find all of AWS. */
export interface Endpoint {
  readonly url: string
  /** What it serves is told after its address is known, since queues are named by it. */
  serve(served: Served): void
  stop(): Promise<void>
}

export interface Served {
  readonly services: Partial<Record<ServiceName, Service>>
  /** Throws when the caller may not make this call. */
  readonly authorize: (call: Call) => Promise<void>
  /** Ends the worker that made a call. */
  readonly terminate: (caller: Caller) => void
}

export async function startEndpoint(counts: Counts, faults: FaultPlan): Promise<Endpoint> {
  let served: Served = { services: {}, authorize: async () => {}, terminate: () => {} }
  const server = createServer((request, response) => {
    void readText(request).then(
      (text) => handle({ request, response, text, counts, faults, ...served }),
      () => response.destroy(),
    )
  })
  // An idle connection that the server ends is a reset for whoever writes to it at that moment.
  server.keepAliveTimeout = 0
  const port = await listen(server, 0)
  return {
    url: `http://127.0.0.1:${port}`,
    serve: (parts) => {
      served = parts
    },
    stop: () => closeServer(server),
  }
}

interface Exchange extends Served {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly text: string
  readonly counts: Counts
  readonly faults: FaultPlan
}

async function handle({ request, response, text, ...parts }: Exchange): Promise<void> {
  try {
    const call = readCall(request.headers, text, parts.faults, request.url)
    parts.counts.addRequest(call.caller.name, call.action)
    if (call.faults.has('terminated-before')) parts.terminate(call.caller)
    if (call.faults.has('lost-request') || call.faults.has('terminated-before'))
      return void response.destroy()
    await parts.authorize(call)
    const answer = await serve(call, parts.services[call.service])
    if (call.faults.has('terminated-after')) parts.terminate(call.caller)
    if (call.faults.has('lost-answer') || call.faults.has('terminated-after')) return void response.destroy()
    write(response, answer)
  } catch (error) {
    write(response, refusal(error))
  }
}

async function serve(call: Call, service: Service | undefined): Promise<Answer> {
  if (service === undefined) {
    throw new AwsError('UnknownOperationException', `The local stack does not serve ${call.action}`)
  }
  return service(call)
}

function refusal(error: unknown): Answer {
  if (error instanceof AwsError) return { status: 400, body: error.toBody() }
  const message = error instanceof Error ? error.message : String(error)
  return { status: 500, body: new AwsError('InternalServerError', message).toBody() }
}

function write(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': crypto.randomUUID(),
    ...headers,
  })
  response.end(body)
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) {
    if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
