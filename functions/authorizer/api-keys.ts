import { type ApiKey, isLive } from '../../shared/domain/api-key.ts'
import { findApiKey } from '../../shared/repository/api-keys.ts'
import { environment } from '../../shared/runtime/environment.ts'
import { isSecretOf } from '../../shared/runtime/secrets.ts'
import { client } from './client.ts'
import type { Caller } from './credential.ts'

/** How long a container believes what it read of a key: so long a revoked key may go on working. */
export const KEY_CACHE_SECONDS = 60

/** Many more than the organizations that one container meets in a minute. */
const KEYS_CACHED_LIMIT = 1000

/** An unknown key, a wrong secret, an expired and a revoked key look the same from outside. */
export async function ownerOfKey(
  { keyId, secret }: { readonly keyId: string; readonly secret: string },
  at: Date,
): Promise<Caller | undefined> {
  const key = await knownKey(keyId, at)
  if (!isSecretOf(secret, key?.secretHash) || !key || !isLive(key, at)) return undefined
  const { organizationId, userId, permissions } = key
  return { organizationId, userId, permissions, credentialId: keyId }
}

const cache = new Map<string, { readonly key: ApiKey; readonly until: number }>()

/** Only keys that exist are remembered: a new one works at once, and guessed ids fill no memory. */
async function knownKey(keyId: string, at: Date): Promise<ApiKey | undefined> {
  const cached = cache.get(keyId)
  if (cached && at.getTime() < cached.until) return cached.key
  const key = await findApiKey(client, environment('TABLE_NAME'), keyId)
  cache.delete(keyId)
  if (key) cache.set(keyId, { key, until: at.getTime() + KEY_CACHE_SECONDS * 1000 })
  const [oldest] = cache.keys()
  if (cache.size > KEYS_CACHED_LIMIT && oldest !== undefined) cache.delete(oldest)
  return key
}
