import { createHash } from 'node:crypto'
import * as z from 'zod'
import { absent, atMost, either } from './expressions.ts'
import { idempotencyKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { packed, unpacked } from './packed.ts'
import { getItem } from './read.ts'
import { stale, type Write } from './write.ts'

/** Rules §1: kept 30 days; DynamoDB's deletion lags, so the time is compared here too. */
const KEPT_SECONDS = 30 * 24 * 3600

/** An answer as it was given, to be given again. */
const StoredAnswer = z.object({
  statusCode: z.int(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  body: z.string(),
})

export type StoredAnswer = z.infer<typeof StoredAnswer>

/** What is remembered of an Idempotency-Key: which call had it, and what it was answered. */
export interface RememberedCall {
  readonly fingerprint: string
  readonly answer: StoredAnswer
}

export interface CallKey {
  readonly key: string
  /** Of method, path and the bytes of the body: the same key for another call is a mistake. */
  readonly fingerprint: string
}

export async function findRemembered(
  table: OrganizationTable,
  { key }: CallKey,
  now: Date,
): Promise<RememberedCall | undefined> {
  const item = await getItem(table, idempotencyKey(table.organization, hashOf(key)))
  if (!item || Number(item.expiresAt) <= seconds(now)) return undefined
  return { fingerprint: String(item.fingerprint), answer: StoredAnswer.parse(unpacked(item.answer)) }
}

/** Joins the transaction of the effect: whoever finds the key taken finds the effect done, and begins again. */
export const rememberWrite = (
  table: OrganizationTable,
  { key, fingerprint }: CallKey,
  answer: StoredAnswer,
  now: Date,
): Write => ({
  key: idempotencyKey(table.organization, hashOf(key)),
  put: { type: 'idempotency', fingerprint, answer: packed(answer), expiresAt: seconds(now) + KEPT_SECONDS },
  when: [either(absent, atMost('expiresAt', seconds(now)))],
  otherwise: stale,
})

export const fingerprintOf = (method: string, path: string, body: string): string =>
  hashOf(`${method} ${path}\n${body}`)

/** A caller's key may be a secret of theirs, and any text. */
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

const seconds = (time: Date): number => Math.floor(time.getTime() / 1000)
