import { createHmac } from 'node:crypto'

/** Signed as Standard Webhooks 1.0.0 says (standardwebhooks.com): symmetric, `v1`. */

/**
 * The headers by which the receiver knows the sender. The id stays the same however often the message is sent, and is
 * the receiver's key against doing a thing twice; the time is that of this attempt.
 *
 * The specification warns of dots in ids, which could move the borders of what is signed. An id of ours may have dots,
 * but no braces, and a body of ours begins with one: there is no second way to read them.
 */
export function signedHeaders(
  id: string,
  body: string,
  { secret, at }: { readonly secret: string; readonly at: Date },
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
}

const PREFIX = 'whsec_'

/** A secret that the specification's prefix does not mark as base64 is the key as it stands (the libraries' `raw`). */
const keyOf = (secret: string): Buffer =>
  secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret)
