import { endRun } from '../../../functions/batch-run/ending.ts'
import { asRunFailed } from '../../../functions/batch-run/missing.ts'
import { settleChunk } from '../../../functions/batch-run/settling.ts'
import { moveAllocation } from '../../../shared/domain/allocation-moves.ts'
import { allocationId } from '../../../shared/domain/identifiers.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { cancelAllocations } from '../../../shared/repository/allocation-moves.ts'
import { theAllocation } from '../../../shared/repository/allocations.ts'
import { requestKey } from '../../../shared/repository/keys.ts'
import { theRunInput } from '../../../shared/repository/runs/input.ts'
import { commit, Stale } from '../../../shared/repository/write.ts'
import { MODEL } from '../execution.ts'
import type { Process, World } from '../scenario.ts'
import { runOf } from './world.ts'

/** Processes that a run consists of, and a person who cancels beside them. */

type Spoilt = Pick<Process, 'tamper'>

/** A Lambda call for a batch's chunk; another name is another call for the same. */
export const chunk = (name: string, batch: string, ids: string, spoilt: Spoilt & At = {}): Process => ({
  name,
  ...(spoilt.tamper && { tamper: spoilt.tamper }),
  run: ({ table }) =>
    settleChunk(table, { ...runOf(batch), chunk: 0 }, [...ids], {
      now: () => new Date(spoilt.at ?? MODEL.now),
    }),
})

interface At {
  /** What its clock says, all the time. */
  readonly at?: string
}

/** Conclude, or the sweeper who fails the run: whoever of its chunk is still at work. */
export const end = (name: string, batch: string, spoilt: Spoilt = {}): Process => ({
  name,
  ...spoilt,
  run: (world) => ended(world, batch),
})

async function ended({ table }: World, batch: string): Promise<void> {
  const input = await theRunInput(table, runOf(batch))
  await endRun(table, runOf(batch), { input, missing: asRunFailed, status: 'failed' }, MODEL.now)
}

/** After a crash of everybody. */
export const sweeperOf = (batches: readonly string[]): Process => ({
  name: 'sweeper',
  async run(world) {
    for (const batch of batches) await ended(world, batch)
  },
})

/** Cancels a request's first allocation, if it comes upon one. */
export const canceler = (id: string, spoilt: Spoilt = {}): Process => ({
  name: `canceler of ${id}`,
  ...spoilt,
  async run({ table }) {
    const stamp = { by: 'usr_model', at: MODEL.now }
    try {
      const { allocation, request } = await theAllocation(table, allocationId(id, 1))
      const after = moveAllocation(allocation, request, 'canceled', { stamp, transactionId: '' })
      if (after === allocation) return
      await cancelAllocations(table, request, [{ request, moves: [{ before: allocation, after }], stamp }])
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Stale)) throw error
    }
  },
})

export const unblocker = (id: string): Process => ({
  name: `unblocker of ${id}`,
  run: ({ table }) =>
    commit(table, [
      {
        key: requestKey(table.organization, id),
        update: { set: [['blocked', false]], increase: [['version', 1]] },
      },
    ]),
})
