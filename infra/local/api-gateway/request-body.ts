import type { IncomingMessage } from 'node:http'
import { GatewayError } from './gateway-error.ts'

/** API Gateway's limit on a body. */
export const BODY_LIMIT_BYTES = 10 * 1024 * 1024

/** Reads all there is and keeps no more than the limit: who is still sending would not read an early answer. */
export async function readRequestBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue
    size += chunk.length
    if (size <= BODY_LIMIT_BYTES) chunks.push(chunk)
  }
  if (size > BODY_LIMIT_BYTES) throw new GatewayError('REQUEST_TOO_LARGE')
  return Buffer.concat(chunks).toString()
}
