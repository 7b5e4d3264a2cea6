import { createHash } from 'node:crypto'

/** SQS answers the digest of what it received, and the SDK compares. */
export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
