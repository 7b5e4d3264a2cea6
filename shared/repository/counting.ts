import type { Refusal } from '../domain/refusal.ts'
import { either, lacks, lessThan } from './expressions.ts'
import type { Key } from './keys.ts'
import type { Write } from './write.ts'

/** Joins the transaction that puts one thing more of those of which an organization may have so many. */
export const countedUpTo = (
  limit: number,
  { key, type, counter }: { readonly key: Key; readonly type: string; readonly counter: string },
  otherwise: () => Refusal,
): Write => ({
  key,
  update: { set: [['type', type]], add: [[counter, 1]] },
  when: [either(lacks(counter), lessThan(counter, limit))],
  otherwise,
})
