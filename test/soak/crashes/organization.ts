import { expect } from 'vitest'
import { createKey } from '../../../infra/admin/keys.ts'
import { createOrganization } from '../../../infra/admin/organizations.ts'
import { localTable } from '../../../infra/admin/stage-table.ts'
import { batchContents } from '../../harness/batch-contents.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { client, done, keyHeader } from '../../journeys/harness/client.ts'
import type { JourneyOrganization } from '../../journeys/harness/desk.ts'
import { allOverdue } from '../../journeys/harness/overdue.ts'
import { type Attempt, type Batches, contradictions } from './attempts.ts'
import type { StackProcess } from './stack-process.ts'

/** The organization, on a stack that may have been started again since it was last called. */
export type Organization = Pick<JourneyOrganization, 'call' | 'table'>

/** Makes one; it is the same on every stack that is started on the data of this one. */
export async function newOrganization(stack: StackProcess): Promise<(stack: StackProcess) => Organization> {
  const table = localTable(stack)
  const { organizationId } = await createOrganization(table, 'Killed')
  const key = { organizationId, userId: 'usr_killed', permissions: ['*'] }
  const { apiKey } = await createKey(table, key)
  return (one) => ({
    call: client(`${one.url}/organizations/${organizationId}`, keyHeader(apiKey)),
    table: { ...localTable(one), organization: organizationId },
  })
}

/** What is known of an organization whose calls are cut off by crashes. */
export interface Known {
  /** Of all its requests, oldest first. */
  readonly ids: readonly string[]
  batches: Batches
}

export async function newKnown({ table }: Organization, requests: number): Promise<Known> {
  return { ids: (await approvedRequests(table, requests)).map(({ id }) => id), batches: new Map() }
}

/** Lets all leases end, has everything swept, and holds what is there then against what was asked for and answered. */
export async function expectWhole(
  { table }: Organization,
  known: Known,
  attempts: readonly Attempt[],
  sweep: () => Promise<unknown>,
): Promise<void> {
  await allOverdue(table)
  await sweep()
  const { members, free, halfDone } = await batchContents(table)
  expect(halfDone.slice(0, TOLD_LIMIT)).toEqual([])
  expect([...free, ...[...members.values()].flat()].toSorted()).toEqual(known.ids.toSorted())
  expect(contradictions(known.batches, attempts, members)).toEqual([])
  known.batches = members
}

/** Of a thousand things that are wrong. */
const TOLD_LIMIT = 10

/** Deletes every batch, so that all requests are free again. */
export async function freeAll({ call }: Organization, known: Known): Promise<void> {
  for (const id of known.batches.keys()) await done(call(`DELETE /payout-request-batches/${id}`))
  known.batches = new Map()
}

/** Asks for a batch of these requests; of the oldest that are free, by filter, when `filter` says so. */
export async function create(
  { call }: Organization,
  wanted: readonly string[],
  filter?: string,
): Promise<Attempt> {
  const body = filter === undefined ? { payoutRequestIds: wanted } : { filter }
  const answer = await call('POST /payout-request-batches', { body }).catch(() => undefined)
  if (answer && answer.status < 500) expect([201, 409]).toContain(answer.status)
  const created = answer?.status === 201 ? { batch: String(answer.body.id) } : {}
  return {
    what: filter === undefined ? 'a creation by ids' : 'a creation by filter',
    ...created,
    done: wanted,
    undone: null,
    status: answer?.status,
  }
}

/** A failure says first what was done. */
export const naming = <Result>(what: string, work: Promise<Result>): Promise<Result> =>
  work.catch((cause: unknown) => Promise.reject(new Error(what, { cause })))
