import { createBatch, type CreationPort, type Selection } from '../../../shared/repository/batches/creation.ts'
import { creationTable } from '../../../shared/repository/batches/creation-table.ts'
import { releaseBatch } from '../../../shared/repository/batches/release.ts'
import { MODEL } from '../execution.ts'
import type { Process, World } from '../scenario.ts'
import { member } from './requests.ts'

/** Processes around the real creation of batches; a batch is called by its creator's name. */

export interface Creator {
  readonly batch: string
  /** One letter each, oldest first by the alphabet. */
  readonly ids: string
  readonly kind?: Selection['kind']
  readonly chunk?: number
  readonly membersLimit?: number
  /** What a seeded bug does to the port. */
  readonly spoilt?: (port: CreationPort) => CreationPort
}

export const creator = (wanted: Creator): Process => ({
  name: wanted.batch,
  run(world) {
    const { batch, ids, kind = 'ids', spoilt = (port) => port } = wanted
    return createBatch(spoilt(portOf(world, wanted)), batch, { kind, members: [...ids].map(member) })
  },
})

function portOf(world: World, { batch, chunk = 1, membersLimit = 1000 }: Creator): CreationPort {
  return {
    ...creationTable(world.table, newBatch(batch), world.clock),
    limits: { members: membersLimit, chunk },
    leaseIsOver: () => world.ask('is the lease over'),
  }
}

const newBatch = (id: string) => ({
  id,
  userId: 'usr_model',
  description: null,
  allocationOrder: null,
  createdTime: MODEL.now,
})

/** Aborts what is being created when its lease is over, and releases what is aborted. */
export const sweeperOf = (batches: readonly string[]): Process => ({
  name: 'sweeper',
  async run(world) {
    for (const batch of batches) {
      const port = portOf(world, { batch, ids: '' })
      const state = await port.stateOf(batch)
      if (state?.txState === 'creating' && port.leaseIsOver(state)) await port.abort(batch, [])
      await releaseBatch(world.table, batch, world.clock.now())
    }
  },
})

