import * as z from 'zod'
import { CONCERN_KINDS, type Concern, groupsOf } from '../domain/attention.ts'
import { time } from './fields.ts'
import { amountByCurrency, representAmounts } from './run.ts'

/** Answer of GET /attention (ours, rules §5). */
export const AttentionRepresentation = z.object({
  checkedTime: time,
  /** `gte`: there was more than one call examines, so counts and ages are lower bounds. */
  totalRelation: z.enum(['eq', 'gte']),
  concerns: z.array(
    z.object({
      kind: z.enum(CONCERN_KINDS),
      /** Why runs left it unallocated, or the desk paused it; null for every other kind. */
      reason: z.string().nullable(),
      count: z.int(),
      totalAmountByCurrency: amountByCurrency,
      oldestTime: time.nullable(),
      oldestAgeSeconds: z.int().nullable(),
    }),
  ),
})

export const representAttention = (
  { concerns, isCut }: { readonly concerns: readonly Concern[]; readonly isCut: boolean },
  now: Date,
): z.infer<typeof AttentionRepresentation> => ({
  checkedTime: now.toISOString(),
  totalRelation: isCut ? 'gte' : 'eq',
  concerns: groupsOf(concerns).map(({ amountMinor, ...group }) => ({
    ...group,
    totalAmountByCurrency: representAmounts(amountMinor),
    oldestAgeSeconds: group.oldestTime === null ? null : Math.max(0, secondsBetween(group.oldestTime, now)),
  })),
})

const secondsBetween = (time: string, now: Date): number =>
  Math.floor((now.getTime() - Date.parse(time)) / 1000)
