import { additionTable, addMembers } from '../../../shared/repository/batches/addition.ts'
import { membersAt } from '../../../shared/repository/batches/claiming-table.ts'
import { createBatch } from '../../../shared/repository/batches/creation.ts'
import { creationTable } from '../../../shared/repository/batches/creation-table.ts'
import { beginDeletion, finishDeletion } from '../../../shared/repository/batches/deletion.ts'
import { theBatchWithMembers } from '../../../shared/repository/batches/members.ts'
import { finishRemoval, removeMembers } from '../../../shared/repository/batches/removal.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import type { Batches } from '../payout-request-batches/members.ts'

/** What is done to batches, by somebody who may stop in the middle. */

/** Whoever works by this clock is taken for dead by everybody else. */
export const LONG_AGO = { now: () => new Date(Date.now() - 3_600_000) }

/** Two chunks. */
const MEMBERS = 120

export interface Operation {
  /** What is there before, and what the operation is about. */
  readonly prepare: (batches: Batches) => Promise<{ readonly batch: any; readonly ids: readonly string[] }>
  readonly run: (
    table: OrganizationTable,
    about: { readonly batch: any; readonly ids: readonly string[] },
  ) => Promise<unknown>
  /** Members of the batch when it was not done, and when it was; null: there is no batch. */
  readonly undone: (about: { batch: any; ids: readonly string[] }) => readonly string[] | null
  readonly done: (about: { batch: any; ids: readonly string[] }) => readonly string[] | null
}

export const stamp = { by: 'usr_gone', at: '2026-01-01T00:00:00.000Z' }

export const operations: Record<string, Operation> = {
  creation: {
    prepare: async ({ requests }) => ({ batch: { id: 'preq_batch_new' }, ids: await requests(MEMBERS) }),
    async run(table, { batch, ids }) {
      const fresh = { id: batch.id, userId: 'usr_gone', description: null, allocationOrder: null }
      const port = creationTable(table, { ...fresh, createdTime: stamp.at }, LONG_AGO)
      await createBatch(port, batch.id, { kind: 'ids', members: await membersAt(table, ids) })
    },
    undone: () => null,
    done: ({ ids }) => ids,
  },
  addition: {
    prepare: async ({ requests, create }) => ({ batch: await create(3), ids: await requests(MEMBERS) }),
    async run(table, { batch: { id }, ids }) {
      const { batch, payoutRequestIds } = await theBatchWithMembers(table, id)
      const members = await membersAt(table, payoutRequestIds)
      const port = additionTable(table, { id: 'change_1', batch, members, stamp }, LONG_AGO)
      await addMembers(port, { kind: 'ids', members: await membersAt(table, ids) })
    },
    undone: ({ batch }) => batch.payoutRequestIds,
    done: ({ batch, ids }) => [...batch.payoutRequestIds, ...ids],
  },
  removal: {
    prepare: async ({ create }) => {
      const batch = await create(MEMBERS)
      return { batch, ids: batch.payoutRequestIds.filter((_: string, i: number) => i % 3 > 0) }
    },
    async run(table, { batch: { id }, ids }) {
      const { batch, chunks, payoutRequestIds } = await theBatchWithMembers(table, id)
      const leaving = new Set(ids)
      const staying = payoutRequestIds.filter((member) => !leaving.has(member))
      const groups = chunks.map((list) => ({ ...list, ids: list.ids.intersection(leaving) }))
      const members = await membersAt(table, staying)
      await removeMembers(table, { id: 'change_1', batch, groups, staying: members, stamp }, LONG_AGO)
      await finishRemoval(table, id, 'change_1', new Date())
    },
    undone: ({ batch }) => batch.payoutRequestIds,
    done: ({ batch, ids }) => batch.payoutRequestIds.filter((id: string) => !ids.includes(id)),
  },
  deletion: {
    prepare: async ({ create }) => ({ batch: await create(MEMBERS), ids: [] }),
    async run(table, { batch: { id } }) {
      await beginDeletion(table, (await theBatchWithMembers(table, id)).batch, LONG_AGO)
      await finishDeletion(table, id, new Date())
    },
    undone: ({ batch }) => batch.payoutRequestIds,
    done: () => null,
  },
}
