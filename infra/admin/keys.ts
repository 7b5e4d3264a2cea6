import { OPERATIONS } from '../../shared/contracts/operations.ts'
import {
  type ApiKey,
  apiKeyText,
  EVERY_OPERATION,
  isLive,
  LIVE_KEYS_LIMIT,
} from '../../shared/domain/api-key.ts'
import { isWellFormedId } from '../../shared/domain/identifiers.ts'
import type { Table } from '../../shared/repository/client.ts'
import { apiKeysOf, keepNewApiKey, revokeApiKey } from '../../shared/repository/organization-records.ts'
import { pauseAfter } from '../../shared/repository/patience.ts'
import { Stale } from '../../shared/repository/write.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { ulid } from '../../shared/runtime/ids.ts'
import { hashOf, newSecret } from '../../shared/runtime/secrets.ts'
import { Mistake } from './mistake.ts'
import { organizationTable, theOrganization } from './organizations.ts'

export interface NewKey {
  readonly organizationId: string
  readonly userId: string
  readonly permissions: readonly string[]
  /** ISO 8601, in the future; absent: never. */
  readonly expiresTime?: string | undefined
}

export interface CreatedKey extends Omit<ApiKey, 'secretHash' | 'revokedTime'> {
  /** What its owner sends as `REB-APIKEY`. It is nowhere kept: this is the only time it can be seen. */
  readonly apiKey: string
}

/** Gives an organization a key; refuses a third live one. */
export async function createKey(table: Table, wanted: NewKey): Promise<CreatedKey> {
  const secret = newSecret()
  const key = keyOf(wanted, secret)
  for (let tries = 0; ; tries++) {
    try {
      await addKey(table, key)
      const { secretHash: _, revokedTime: __, ...shown } = key
      return { ...shown, apiKey: apiKeyText(key.keyId, secret) }
    } catch (error) {
      if (!(error instanceof Stale && (await table.patience.pause(pauseAfter(tries))))) throw error
    }
  }
}

export type KeyStatus = 'live' | 'expired' | 'revoked'

export type ListedKey = Omit<ApiKey, 'secretHash'> & { readonly status: KeyStatus }

export async function listKeys(table: Table, organizationId: string): Promise<ListedKey[]> {
  const keys = await apiKeysOf(table, await theOrganization(table, organizationId))
  return keys.map(({ secretHash: _, ...key }) => ({ ...key, status: statusOf(key) }))
}

/** A container that has just used the key believes in it for up to 60 s more (functions/authorizer/api-keys.ts). */
export async function revokeKey(table: Table, keyId: string): Promise<{ keyId: string; revoked: boolean }> {
  const outcome = await revokeApiKey(table, keyId, systemClock.now().toISOString())
  if (outcome === 'unknown')
    throw new Mistake(`There is no key ${keyId}. List them: npm run admin -- key list --organization ID`)
  return { keyId, revoked: outcome === 'revoked' }
}

/** Refuses what no operation is called, since a slip would be a permission that permits nothing. */
export function demandPermissions(permissions: readonly string[]): void {
  const unknown = permissions.find((name) => name !== EVERY_OPERATION && !Object.hasOwn(OPERATIONS, name))
  if (unknown === undefined && permissions.length > 0) return
  throw new Mistake(
    `${unknown ? `'${unknown}' is no permission` : 'A key needs permissions'}: name '*' or some of ${Object.keys(OPERATIONS).join(', ')}.`,
  )
}

export function demandUser(userId: string): void {
  if (!isWellFormedId(userId))
    throw new Mistake(`'${userId}' is no user id: 1 to 50 letters, digits and _ . ~ @ - only.`)
}

function keyOf({ organizationId, userId, permissions, expiresTime }: NewKey, secret: string): ApiKey {
  demandUser(userId)
  demandPermissions(permissions)
  const at = systemClock.now()
  if (expiresTime !== undefined && !(Date.parse(expiresTime) > at.getTime()))
    throw new Mistake(`The key would have expired at ${expiresTime}: name a time in the future.`)
  return {
    keyId: ulid(systemClock),
    secretHash: hashOf(secret),
    organizationId,
    userId,
    permissions,
    createdTime: at.toISOString(),
    expiresTime: expiresTime === undefined ? null : new Date(expiresTime).toISOString(),
    revokedTime: null,
  }
}

async function addKey(table: Table, key: ApiKey): Promise<void> {
  const record = await theOrganization(table, key.organizationId)
  const live = (await apiKeysOf(table, record)).filter((other) => isLive(other, systemClock.now()))
  if (live.length >= LIVE_KEYS_LIMIT)
    throw new Mistake(
      `${key.organizationId} has ${LIVE_KEYS_LIMIT} live keys, ${live.map(({ keyId }) => keyId).join(' and ')}. Revoke one first: npm run admin -- key revoke KEYID`,
    )
  await keepNewApiKey(organizationTable(table, key.organizationId), record, key)
}

const statusOf = (key: Omit<ApiKey, 'secretHash'>): KeyStatus =>
  key.revokedTime !== null ? 'revoked' : isLive(key, systemClock.now()) ? 'live' : 'expired'
