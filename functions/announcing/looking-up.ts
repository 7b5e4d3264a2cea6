import type { AllocationView } from '../../shared/contracts/allocation.ts'
import type { PayoutRequestView } from '../../shared/contracts/payout-request.ts'
import type { Allocation } from '../../shared/domain/allocation.ts'
import { uncoveredAmong } from '../../shared/repository/cover.ts'
import { batchesOf } from '../../shared/repository/membership.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { requestFrom } from '../../shared/repository/payout-request-item.ts'
import { metasOf, viewsOf } from '../../shared/repository/payout-request-views.ts'
import type { Subject } from './subject.ts'

/** What events show besides what the stream has brought. */
export interface Surroundings {
  readonly request: (id: string) => PayoutRequestView
  readonly allocation: (allocation: Allocation) => AllocationView
}

/** Reads for all subjects together what each of them needs. */
export async function lookedUp(
  table: OrganizationTable,
  subjects: readonly Subject[],
): Promise<Surroundings> {
  const shown = new Set(subjects.flatMap(({ type, id }) => (type === 'payout-request' ? [id] : [])))
  const allocations = subjects.flatMap((subject) =>
    subject.type === 'allocation' ? [subject.allocation] : [],
  )
  const ids = new Set([...shown, ...allocations.map(({ payoutRequestId }) => payoutRequestId)])
  const metas = (await metasOf(table, [...ids])).filter((meta) => meta !== undefined)
  const [views, batches, uncovered] = await Promise.all([
    viewsOf(
      table,
      metas.filter(({ id }) => shown.has(String(id))),
    ),
    batchesOf(
      table,
      metas.filter(({ id }) => !shown.has(String(id))).map((meta) => requestFrom(meta)),
    ),
    uncoveredAmong(table, allocations),
  ])
  const viewOf = new Map(views.map((view) => [view.request.id, view]))
  return {
    request(id) {
      const view = viewOf.get(id)
      if (!view) throw new Error(`There is no payout request ${id}, though the stream told of it.`)
      return view
    },
    allocation: (allocation) => ({
      allocation,
      batchId:
        viewOf.get(allocation.payoutRequestId)?.batchId ?? batches.get(allocation.payoutRequestId) ?? null,
      uncovered: uncovered.has(allocation.id),
    }),
  }
}
