/** A key as it is kept: of its secret only the hash (design §9). */
export interface ApiKey {
  readonly keyId: string
  readonly secretHash: string
  readonly organizationId: string
  /** Whose key it is: the `userId` of what is done with it. */
  readonly userId: string
  readonly permissions: readonly string[]
  readonly createdTime: string
  readonly expiresTime: string | null
  readonly revokedTime: string | null
}

/** Two, so that a new key can be brought into use before the old one is revoked. */
export const LIVE_KEYS_LIMIT = 2

/** The permission to call every operation; all others are operation ids. */
export const EVERY_OPERATION = '*'

/** Fails closed: an expiry that is no time has passed. */
export const isLive = (key: Pick<ApiKey, 'expiresTime' | 'revokedTime'>, at: Date): boolean =>
  key.revokedTime === null && (key.expiresTime === null || Date.parse(key.expiresTime) > at.getTime())

export const permits = (permissions: readonly string[], operationId: string): boolean =>
  permissions.includes(EVERY_OPERATION) || permissions.includes(operationId)

/** What its owner sends as `REB-APIKEY`: `sk_<keyId>_<secret>`. */
export const apiKeyText = (keyId: string, secret: string): string => `sk_${keyId}_${secret}`

/** Both lengths are fixed, so that a secret may contain `_` too. */
export function readApiKey(text: string): { keyId: string; secret: string } | undefined {
  const [, keyId, secret] = /^sk_([0-9A-HJKMNP-TV-Z]{26})_([\w-]{43})$/.exec(text) ?? []
  return keyId === undefined || secret === undefined ? undefined : { keyId, secret }
}
