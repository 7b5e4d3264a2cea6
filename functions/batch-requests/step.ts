import type { BatchRequest } from '../../shared/domain/batch-request.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import type { Ids } from '../../shared/runtime/ids.ts'
import type { QueueDesk } from '../entry/queue-worker.ts'

export interface RequestDesk extends QueueDesk {
  readonly ids: Ids
}

/** One step of carrying a request out, which keeps in the request what it has done. */
export type Step = (desk: StepDesk, request: BatchRequest) => Promise<void>

/** Each step has a patience of its own. */
export interface StepDesk extends Omit<RequestDesk, 'table'> {
  readonly table: OrganizationTable
}
