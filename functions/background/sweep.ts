import { setTimeout as pause } from 'node:timers/promises'
import type { OpenKind } from '../../shared/repository/keys.ts'
import { organizationOf } from '../../shared/repository/keys.ts'
import { type DueEntry, dueWork } from '../../shared/repository/open-work.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { patience, systemClock } from '../../shared/runtime/clock.ts'
import { log } from '../../shared/runtime/log.ts'
import { tableFor } from '../entry/table.ts'
import { lookAfterBatchRequest } from './looking-after-batch-requests.ts'
import { lookAfterBatch } from './looking-after-batches.ts'
import { lookAfterPayment } from './looking-after-payments.ts'
import { lookAfterReadiness } from './looking-after-readiness.ts'
import { lookAfterSchedule } from './looking-after-schedules.ts'
import { lookAfterSplit } from './looking-after-splits.ts'
import { lookAfterWebhook } from './looking-after-webhooks.ts'

/** Things of a kind looked after side by side. */
const AT_ONCE = 10

/** So that sweeps that met go apart, and the table rests. */
const PAUSE_MILLISECONDS = 250

/** The next sweep comes in a minute; what this one does not come to it leaves to that. */
const BUDGET_MILLISECONDS = 50_000

/** One thing's conflicts are not to take everybody's time. */
const EACH_BUDGET_MILLISECONDS = 10_000

type LookAfter = (table: OrganizationTable, entry: DueEntry, now: Date) => Promise<void>

const DUTIES: Readonly<Record<OpenKind, LookAfter>> = {
  batch: lookAfterBatch,
  split: lookAfterSplit,
  readiness: lookAfterReadiness,
  payment: lookAfterPayment,
  schedule: lookAfterSchedule,
  'batch-request': lookAfterBatchRequest,
  webhook: lookAfterWebhook,
}

// Every minute: finishes or undoes whatever is not at rest, looks after runs that are long in progress, makes ready
// what has waited long enough, starts schedules that are due, sends orders again that were lost, and has webhooks called
// whose time has come. What fails is logged, does not stop the others, and is tried again by the next sweep; in the end
// this one fails as well, which an alarm counts. No kind waits for another.
export const handler = async (): Promise<{ lookedAfter: number }> => {
  log.resetKeys()
  const end = performance.now() + BUDGET_MILLISECONDS
  const kinds = Object.keys(DUTIES).filter(isOpenKind)
  const swept = await Promise.all(kinds.map((kind) => sweepKind(kind, systemClock.now(), end)))
  const lookedAfter = swept.reduce((sum, kind) => sum + kind.lookedAfter, 0)
  const failures = swept.reduce((sum, kind) => sum + kind.failures, 0)
  if (failures > 0) throw new Error(`${failures} of ${lookedAfter} could not be brought to rest.`)
  return { lookedAfter }
}

const isOpenKind = (kind: string): kind is OpenKind => Object.hasOwn(DUTIES, kind)

async function sweepKind(kind: OpenKind, now: Date, end: number) {
  let lookedAfter = 0
  let failures = 0
  const nobodys = tableFor('', patience(EACH_BUDGET_MILLISECONDS))
  for await (const entries of dueWork(nobodys, kind, now, AT_ONCE)) {
    const outcomes = await Promise.allSettled(entries.map((entry) => lookAfter(kind, entry, now)))
    lookedAfter += entries.length
    failures += outcomes.filter(({ status }) => status === 'rejected').length
    if (performance.now() > end) break
    if (entries.length > 0) await pause(Math.random() * PAUSE_MILLISECONDS)
  }
  return { lookedAfter, failures }
}

async function lookAfter(kind: OpenKind, entry: DueEntry, now: Date): Promise<void> {
  try {
    await DUTIES[kind](tableFor(organizationOf(entry), patience(EACH_BUDGET_MILLISECONDS)), entry, now)
  } catch (error) {
    log.error('What is not at rest could not be brought there', { kind, ...entry, error: error as Error })
    throw error
  }
}
