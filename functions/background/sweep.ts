import { setTimeout as pause } from 'node:timers/promises'
import { bringToRest, closeOrphan } from '../../shared/repository/batches/rest.ts'
import { dueBatches, type OpenBatch } from '../../shared/repository/open-work.ts'
import { patience, systemClock } from '../../shared/runtime/clock.ts'
import { log } from '../../shared/runtime/log.ts'
import { tableFor } from '../entry/table.ts'
import { lookAfterRun } from './looking-after-runs.ts'
import { resendOrders } from './lost-orders.ts'

/** Batches looked after side by side. */
const BATCHES_AT_ONCE = 10

/** So that sweeps that met go apart, and the table rests. */
const PAUSE_MILLISECONDS = 250

/** The next sweep comes in a minute; what this one does not come to it leaves to that. */
const BUDGET_MILLISECONDS = 50_000

/** One batch's conflicts are not to take everybody's time. */
const BATCH_BUDGET_MILLISECONDS = 10_000

// Every minute: finishes or undoes whatever is not at rest, and looks after runs that are long in progress. What fails
// is logged, does not stop the others, and is tried again by the next sweep; in the end this one fails as well, which
// an alarm counts.
export const handler = async (): Promise<{ lookedAfter: number }> => {
  log.resetKeys()
  const end = performance.now() + BUDGET_MILLISECONDS
  const now = systemClock.now()
  let lookedAfter = 0
  let failures = 0
  const nobodys = tableFor('', patience(BATCH_BUDGET_MILLISECONDS))
  for await (const batches of dueBatches(nobodys, now, BATCHES_AT_ONCE)) {
    const outcomes = await Promise.allSettled(batches.map((batch) => lookAfter(batch, now)))
    lookedAfter += batches.length
    failures += outcomes.filter(({ status }) => status === 'rejected').length
    if (performance.now() > end) break
    if (batches.length > 0) await pause(Math.random() * PAUSE_MILLISECONDS)
  }
  await resendOrders(nobodys, now).catch(() => failures++)
  if (failures > 0)
    throw new Error(
      `${failures} of ${lookedAfter} batches, or orders of payments, could not be looked after.`,
    )
  return { lookedAfter }
}

async function lookAfter({ organization, batch, change }: OpenBatch, now: Date): Promise<void> {
  try {
    const table = tableFor(organization, patience(BATCH_BUDGET_MILLISECONDS))
    const rests = await bringToRest(table, batch, systemClock)
    if (change !== null) await closeOrphan(table, batch, change, now)
    else if (rests) await lookAfterRun(table, batch, now)
  } catch (error) {
    log.error('A batch could not be brought to rest', { organization, batch, error: error as Error })
    throw error
  }
}
