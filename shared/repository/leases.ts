import * as z from 'zod'
import { absent, type Condition, is, lacks, sizeLessThan } from './expressions.ts'
import { leasesKey } from './gateway-keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItem } from './read.ts'
import { commit, Stale, stale } from './write.ts'

/**
 * How many payments are sent through a gateway account at once (rules §7.1, `payoutConcurrency`): one item with those
 * under way, each until it ends. Also, nobody sends or asks about one allocation while another does.
 */
const StoredLeases = z.object({ held: z.record(z.string(), z.string()) })

export interface Lease {
  readonly gatewayAccountId: string
  readonly allocationId: string
  readonly endTime: string
}

/** Of takers who meet, this many times over, one comes in each time. */
const TRIES_LIMIT = 5

/** Whether the lease was taken: not while so many others are held, nor while this allocation has one. */
export async function takeLease(
  table: OrganizationTable,
  lease: Lease,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<boolean> {
  for (let tries = 0; tries < TRIES_LIMIT; tries++) {
    const held = await heldLeases(table, lease.gatewayAccountId)
    const over = Object.entries(held ?? {}).filter(([, endTime]) => endTime <= now.toISOString())
    const isOver = (id: string) => over.some(([one]) => one === id)
    const others = Object.keys(held ?? {}).filter((id) => !isOver(id))
    if (others.includes(lease.allocationId) || others.length >= limit) return false
    try {
      await (held === undefined ? putFirst(table, lease) : add(table, lease, { over, limit }))
      return true
    } catch (error) {
      if (!(error instanceof Stale)) throw error
    }
  }
  return false
}

/** Whoever has died leaves it to end by itself. */
export const endLease = (table: OrganizationTable, { gatewayAccountId, ...lease }: Lease): Promise<unknown> =>
  commit(table, [
    {
      key: leasesKey(table.organization, gatewayAccountId),
      update: { remove: [['held', lease.allocationId]] },
      when: [is(['held', lease.allocationId], lease.endTime)],
      otherwise: () => 'already-done',
    },
  ])

async function heldLeases(
  table: OrganizationTable,
  gatewayAccountId: string,
): Promise<Record<string, string> | undefined> {
  const item = await getItem(table, leasesKey(table.organization, gatewayAccountId))
  return item && StoredLeases.parse(item).held
}

const putFirst = (table: OrganizationTable, { gatewayAccountId, allocationId, endTime }: Lease) =>
  commit(table, [
    {
      key: leasesKey(table.organization, gatewayAccountId),
      put: { type: 'leases', held: { [allocationId]: endTime } },
      when: [absent],
      otherwise: stale,
    },
  ])

/** Takes the place of those that are over, if nobody else has. */
function add(
  table: OrganizationTable,
  { gatewayAccountId, allocationId, endTime }: Lease,
  { over, limit }: { readonly over: readonly (readonly [string, string])[]; readonly limit: number },
) {
  const ownBefore = over.find(([id]) => id === allocationId)
  const isFree: Condition = ownBefore
    ? is(['held', allocationId], ownBefore[1])
    : lacks(['held', allocationId])
  const others = over.filter((one) => one !== ownBefore)
  return commit(table, [
    {
      key: leasesKey(table.organization, gatewayAccountId),
      update: {
        set: [[['held', allocationId], endTime]],
        remove: others.map(([id]) => ['held', id]),
      },
      when: [
        isFree,
        sizeLessThan('held', limit + over.length),
        ...others.map(([id, end]) => is(['held', id], end)),
      ],
      otherwise: stale,
    },
  ])
}
