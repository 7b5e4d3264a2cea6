import { madeAt } from '../../domain/identifiers.ts'
import type { Item } from '../client.ts'

/** Rules §4.8: runs, outcomes and traces. */
const KEPT_MONTHS = 13

/** All of a run goes at once, reckoned from its id: whoever writes a part of it again writes the same. */
export function runExpiry(runId: string): Item {
  const end = keptUntil(runId)
  return end ? { expiresAt: Math.floor(end.getTime() / 1000) } : {}
}

/** DynamoDB deletes what has expired within days, not at once. */
export function isKept(runId: string, now: Date): boolean {
  const end = keptUntil(runId)
  return end === undefined || now < end
}

function keptUntil(runId: string): Date | undefined {
  const made = madeAt(runId)
  return made && afterKeptMonths(made)
}

export function afterKeptMonths(made: Date): Date {
  const end = new Date(made)
  end.setUTCMonth(end.getUTCMonth() + KEPT_MONTHS)
  return end
}
