import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { isWellFormedId } from '../../domain/identifiers.ts'
import { type MemberChange, type MemberResult, OPERATION_OUTCOMES } from '../../domain/member-operation.ts'
import type { PayoutRequest } from '../../domain/payout-request.ts'
import type { Stamp } from '../../domain/payout-request-changes.ts'
import { Refusal } from '../../domain/refusal.ts'
import { log } from '../../runtime/log.ts'
import { absent } from '../expressions.ts'
import { operationKey, requestKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { packed, unpacked } from '../packed.ts'
import { requestFrom } from '../payout-request-item.ts'
import { keepRequestChange, theRequest } from '../payout-requests.ts'
import { getItem, getItems } from '../read.ts'
import { orNull } from '../stored.ts'
import { commit, Stale, type Write } from '../write.ts'

/** Rules §3: single conditional writes, so many at a time. */
const WRITES_IN_FLIGHT_LIMIT = 64

/** A member that somebody else changes so often at this very moment is a fault; the operation may be repeated. */
const TRIES_LIMIT = 5

/** Changes each member by itself and tells what became of each, in the order of the ids. Repeating it changes nothing twice. */
export async function changeMembers(
  table: OrganizationTable,
  ids: readonly string[],
  change: MemberChange,
  stamp: Stamp,
): Promise<MemberResult[]> {
  const items = [
    ...(
      await getItems(
        table,
        ids.map((id) => requestKey(table.organization, id)),
      )
    ).values(),
  ]
  const members = items.map((item) => requestFrom(item))
  const results = new Map<string, MemberResult>()
  const waiting = members.values()
  const worker = async () => {
    for (const member of waiting) results.set(member.id, await changeMember(table, member, change, stamp))
  }
  await Promise.all(Array.from({ length: WRITES_IN_FLIGHT_LIMIT }, worker))
  return ids.flatMap((id) => results.get(id) ?? [])
}

async function changeMember(
  table: OrganizationTable,
  seen: PayoutRequest,
  change: MemberChange,
  stamp: Stamp,
): Promise<MemberResult> {
  const result = { payoutRequestId: seen.id, reason: null, errorId: null }
  try {
    for (let tries = 1, before = seen; ; tries++, before = await theRequest(table, seen.id)) {
      const after = change(before, stamp)
      if (after === before) return { ...result, outcome: 'unchanged' }
      if (await kept(table, before, after, tries)) return { ...result, outcome: 'done' }
    }
  } catch (error) {
    if (error instanceof Refusal && error.reason !== 'busy')
      return { ...result, outcome: 'refused', reason: error.reason }
    const errorId = randomUUID()
    log.error('A member could not be changed', { errorId, payoutRequestId: seen.id, error: error as Error })
    return { ...result, outcome: 'fault', errorId }
  }
}

async function kept(
  table: OrganizationTable,
  before: PayoutRequest,
  after: PayoutRequest,
  tries: number,
): Promise<boolean> {
  try {
    await keepRequestChange(table, before, after)
    return true
  } catch (error) {
    if (error instanceof Stale && tries < TRIES_LIMIT) return false
    throw error
  }
}

const StoredResult = z.object({
  payoutRequestId: z.string(),
  outcome: z.enum(OPERATION_OUTCOMES),
  reason: orNull(z.string()),
  errorId: orNull(z.string()),
})

/** Rules §3. */
const KEPT_SECONDS = 30 * 24 * 3600

export const keepMemberResults = (
  table: OrganizationTable,
  { batchId, operation }: { readonly batchId: string; readonly operation: string },
  results: readonly MemberResult[],
  stamp: Stamp,
  alongside: readonly Write[],
): Promise<unknown> =>
  commit(table, [
    {
      key: operationKey(table.organization, batchId, operation),
      put: {
        type: 'operation',
        ...stamp,
        results: packed(results),
        expiresAt: Math.floor(Date.parse(stamp.at) / 1000) + KEPT_SECONDS,
      },
      when: [absent],
    },
    ...alongside,
  ])

/** Refuses an operation that is unknown or no longer kept. */
export async function theMemberResults(
  table: OrganizationTable,
  { batchId, operation }: { readonly batchId: string; readonly operation: string },
  now: Date,
): Promise<MemberResult[]> {
  const known = isWellFormedId(batchId) && isWellFormedId(operation)
  const item = known ? await getItem(table, operationKey(table.organization, batchId, operation)) : undefined
  if (!item || Number(item.expiresAt) * 1000 <= now.getTime())
    throw new Refusal('not-found', {
      detail: 'There are no outcomes of such an operation. They are kept 30 days.',
    })
  return z.array(StoredResult).parse(unpacked(item.results))
}
