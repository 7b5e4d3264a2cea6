import { readyIfWaiting, waitingSinceToBeReady } from '../../shared/domain/readiness.ts'
import { SYSTEM_USER } from '../../shared/domain/timeline.ts'
import { readinessExecuted } from '../../shared/domain/website.ts'
import { type Key, websiteOf } from '../../shared/repository/keys.ts'
import { requestsWaiting } from '../../shared/repository/open-work.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { keepRequestChange, theRequest } from '../../shared/repository/payout-requests.ts'
import { findWebsite, keepWebsite } from '../../shared/repository/websites.ts'
import { untilFresh } from '../entry/until-fresh.ts'

/** A website with more waiting than this takes stays due; the next sweep goes on. */
const BUDGET_MILLISECONDS = 8_000

/**
 * Makes a website's requests ready that have waited long enough by its last time of day; blocked ones stay pending.
 * What was made ready leaves the index, so doing it again, or going on where another sweep stopped, changes nothing
 * twice; only when all is done the website is due a day later.
 */
export async function lookAfterReadiness(table: OrganizationTable, key: Key, now: Date): Promise<void> {
  const website = await findWebsite(table, websiteOf(key))
  if (!website?.nextReadinessTime || website.nextReadinessTime > now.toISOString()) return
  const since = waitingSinceToBeReady(website.settings.payoutRequest, now)
  if (since !== null && !(await makeAllReady(table, website.id, since, now))) return
  await keepWebsite(table, website, readinessExecuted(website, now.toISOString()))
}

/** False when there is more than one sweep comes to. A request that fails stops no other. */
async function makeAllReady(
  table: OrganizationTable,
  website: string,
  since: string,
  now: Date,
): Promise<boolean> {
  const end = performance.now() + BUDGET_MILLISECONDS
  const failures: PromiseRejectedResult[] = []
  for await (const ids of requestsWaiting(table, website, since)) {
    const outcomes = await Promise.allSettled(ids.map((id) => makeReady(table, id, since, now)))
    failures.push(...outcomes.filter((outcome) => outcome.status === 'rejected'))
    if (performance.now() > end) return false
  }
  if (failures.length > 0)
    throw new Error(`${failures.length} payout requests could not be made ready.`, {
      cause: failures[0]?.reason,
    })
  return true
}

/** Read again where somebody changed it meanwhile: waiting a day more would be a fault. */
async function makeReady(table: OrganizationTable, id: string, since: string, now: Date): Promise<void> {
  await untilFresh(table.patience, async () => {
    const before = await theRequest(table, id)
    const after = readyIfWaiting(before, since, { by: SYSTEM_USER, at: now.toISOString() })
    await keepRequestChange(table, before, after)
  })
}
