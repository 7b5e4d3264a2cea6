import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { Item } from './client.ts'
import { absent, atMost, type Condition, either, is } from './expressions.ts'
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

const StoredCall = z.object({
  fingerprint: z.string(),
  boundTo: z.string().optional(),
  answer: z.instanceof(Uint8Array).transform(unpacked).pipe(StoredAnswer).optional(),
})

/** What is remembered of an Idempotency-Key: which call had it, and what it was answered or is at work on. */
export type RememberedCall = z.infer<typeof StoredCall>

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
  return StoredCall.parse(item)
}

/**
 * Joins the transaction of the effect: whoever finds the key taken finds the effect done, and begins again. A key that
 * is bound to a piece of work takes the answer of that work only.
 */
export const rememberWrite = (
  table: OrganizationTable,
  callKey: CallKey,
  { answer, boundTo, now }: { answer: StoredAnswer; boundTo: string | undefined; now: Date },
): Write =>
  recordWrite(table, callKey, now, {
    put: { answer: packed(answer) },
    when: boundTo === undefined ? isFree(now) : is('boundTo', boundTo),
  })

/**
 * Joins the transaction that begins a piece of work which takes several: a retry finds it by the key. `unfinished` is
 * what the key was bound to before, which came to nothing.
 */
export const bindWrite = (
  table: OrganizationTable,
  callKey: CallKey,
  { work, unfinished, now }: { work: string; unfinished: string | undefined; now: Date },
): Write =>
  recordWrite(table, callKey, now, {
    put: { boundTo: work },
    when: unfinished === undefined ? isFree(now) : either(isFree(now), is('boundTo', unfinished)),
  })

const recordWrite = (
  table: OrganizationTable,
  { key, fingerprint }: CallKey,
  now: Date,
  { put, when }: { put: Item; when: Condition },
): Write => ({
  key: idempotencyKey(table.organization, hashOf(key)),
  put: { type: 'idempotency', fingerprint, expiresAt: seconds(now) + KEPT_SECONDS, ...put },
  when: [when],
  otherwise: stale,
})

const isFree = (now: Date): Condition => either(absent, atMost('expiresAt', seconds(now)))

export const fingerprintOf = (method: string, path: string, body: string): string =>
  hashOf(`${method} ${path}\n${body}`)

/** A caller's key may be a secret of theirs, and any text. */
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

const seconds = (time: Date): number => Math.floor(time.getTime() / 1000)
