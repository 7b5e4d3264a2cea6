import type { Item } from './client.ts'
import { atMost, either, exists, has, lacks } from './expressions.ts'
import type { OrganizationTable } from './organization-table.ts'
import { webhookKey } from './webhook-keys.ts'
import { commit } from './write.ts'

/**
 * What it is like to call a webhook, beside it in its item and in no version of it: since when nothing got through, and
 * until when one delivery tries whether it is well again. One that works costs no write.
 */
export const failingSinceIn = ({ failingSince }: Item): string | null =>
  typeof failingSince === 'string' ? failingSince : null

/** Longer than an attempt takes; whoever dies leaves the trial to end by itself. */
const TRIAL_SECONDS = 60

/** Whether the caller may try it: nobody else does. */
export async function beginTrial(table: OrganizationTable, webhook: string, now: Date): Promise<boolean> {
  const end = new Date(now.getTime() + TRIAL_SECONDS * 1000).toISOString()
  const outcome = await commit(table, [
    {
      key: webhookKey(table.organization, webhook),
      update: { set: [['trialEndTime', end]] },
      when: [exists, either(lacks('trialEndTime'), atMost('trialEndTime', now.toISOString()))],
      otherwise: () => 'already-done',
    },
  ])
  return outcome === 'done'
}

export const endTrial = (table: OrganizationTable, webhook: string): Promise<unknown> =>
  commit(table, [
    {
      key: webhookKey(table.organization, webhook),
      update: { remove: ['trialEndTime'] },
      when: [exists],
      otherwise: () => 'already-done',
    },
  ])

export const noteFailing = (table: OrganizationTable, webhook: string, at: string): Promise<unknown> =>
  commit(table, [
    {
      key: webhookKey(table.organization, webhook),
      update: { set: [['failingSince', at]], remove: ['trialEndTime'] },
      when: [exists, lacks('failingSince')],
      otherwise: () => 'already-done',
    },
  ])

export const noteWorking = (table: OrganizationTable, webhook: string): Promise<unknown> =>
  commit(table, [
    {
      key: webhookKey(table.organization, webhook),
      update: { remove: ['failingSince', 'trialEndTime'] },
      when: [has('failingSince')],
      otherwise: () => 'already-done',
    },
  ])
