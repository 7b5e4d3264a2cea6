import { randomBytes } from 'node:crypto'
import { CROCKFORD, payoutRequestId } from '../domain/identifiers.ts'
import type { Clock } from './clock.ts'

export type IdPrefix =
  | 'preq_batch'
  | 'gw_acc'
  | 'inst'
  | 'txn'
  | 'org'
  | 'run'
  | 'operation'
  | 'change'
  | 'usr'
  | 'preq_sched'
  | 'hook'
  | 'redelivery'

export interface Ids {
  /** Prefix and 26 characters of Crockford's base 32, ordered by time. */
  next(prefix: IdPrefix): string
  nextPayoutRequest(): string
}

export const idsFrom = (clock: Clock): Ids => ({
  next: (prefix) => `${prefix}_${ulid(clock)}`,
  nextPayoutRequest: () => payoutRequestId(ulid(clock)),
})

/** 48 bits of time, 80 bits of chance: 26 characters. */
export function ulid(clock: Clock): string {
  const time = BigInt(clock.now().getTime())
  let bits = (time << 80n) | BigInt(`0x${randomBytes(10).toString('hex')}`)
  let text = ''
  for (let i = 0; i < 26; i++) {
    text = CROCKFORD.charAt(Number(bits & 31n)) + text
    bits >>= 5n
  }
  return text
}
