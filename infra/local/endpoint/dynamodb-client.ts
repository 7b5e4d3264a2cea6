import { Agent, request } from 'node:http'
import { isObject, type JsonObject } from '../json.ts'
import type { Answer } from './call.ts'

/** Sends operations to the DynamoDB server as they are, over connections that stay open. */
export interface DynamoDbClient {
  send(target: string, text: string): Promise<Answer>
  /** The parsed answer; throws with DynamoDB's words when it refuses. */
  call(operation: string, body: JsonObject, service?: 'DynamoDB' | 'DynamoDBStreams'): Promise<JsonObject>
  close(): void
}

export function connectToDynamoDb(endpoint: string): DynamoDbClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const { hostname, port } = new URL(endpoint)
  const send = (target: string, text: string) =>
    new Promise<Answer>((resolve, reject) => {
      const headers = { ...HEADERS, 'x-amz-target': target, 'content-length': Buffer.byteLength(text) }
      const sent = request({ hostname, port, agent, method: 'POST', headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 500, body: Buffer.concat(chunks).toString() }),
        )
        response.on('error', reject)
      })
      sent.on('error', reject)
      sent.end(text)
    })
  return {
    send,
    call: async (operation, body, service = 'DynamoDB') => {
      const answer = await send(`${service}_20120810.${operation}`, JSON.stringify(body))
      const parsed: unknown = JSON.parse(answer.body)
      if (answer.status !== 200 || !isObject(parsed)) throw new Error(`${operation}: ${answer.body}`)
      return parsed
    },
    close: () => agent.destroy(),
  }
}

/** Local servers ask for the form of a signature and never check it; some keep tables apart by its access key. */
const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20250101T000000Z',
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20250101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
}
