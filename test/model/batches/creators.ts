import type { Member } from '../../../shared/domain/batch.ts'
import type { Selection } from '../../../shared/repository/batches/claiming.ts'
import { createBatch, type CreationPort } from '../../../shared/repository/batches/creation.ts'
import { creationTable } from '../../../shared/repository/batches/creation-table.ts'
import { bringToRest } from '../../../shared/repository/batches/rest.ts'
import { selectByIds } from '../../../shared/repository/batches/selecting.ts'
import { openBatchesOf } from '../../../shared/repository/open-work.ts'
import { MODEL } from '../execution.ts'
import type { Process, World } from '../scenario.ts'
import type { Tamper } from '../seeded-bugs.ts'
import { member } from './requests.ts'

/** A process that creates a batch, which is called by its name. */
export interface Creator {
  readonly batch: string
  /** One letter each. */
  readonly ids: string
  readonly kind?: Selection['kind']
  /** How many members are claimed at once. */
  readonly chunk?: number
  readonly membersLimit?: number
  /** Looks first what is in a batch already, as POST does, and begins again when it was taken for dead. */
  readonly whole?: boolean
  /** A seeded bug in what the port does, or in what arrives at the table. */
  readonly spoilt?: (port: CreationPort) => CreationPort
  readonly tamper?: Tamper
  /** A seeded bug: claims are not taken in the one order of all. */
  readonly unsorted?: boolean
}

export const creator = (wanted: Creator): Process => ({
  name: wanted.batch,
  run: (world) => (wanted.whole ? selectAndCreate(world, wanted) : create(world, wanted, wanted.batch)),
  ...(wanted.tamper && { tamper: wanted.tamper }),
})

function create(world: World, wanted: Creator, batch: string) {
  const { ids, kind = 'ids', spoilt = (port) => port } = wanted
  const members = [...ids].map(member)
  const port = spoilt(portOf(world, wanted, batch))
  return createBatch(port, batch, { kind, members: wanted.unsorted ? inTheOrderGiven(members) : members })
}

const portOf = (world: World, { chunk = 1, membersLimit = 1000 }: Creator, batch: string): CreationPort => ({
  ...creationTable(world.table, newBatch(batch), world.clock),
  limits: { members: membersLimit, chunk },
  leaseIsOver: ({ leaseUntil }) => world.leases.isOver(leaseUntil),
})

const newBatch = (id: string) => ({
  id,
  userId: 'usr_model',
  description: null,
  allocationOrder: null,
  createdTime: MODEL.now,
})

const inTheOrderGiven = (members: readonly Member[]): Member[] =>
  members.map((one, place) => ({ ...one, createdTime: String(place) }))

/** Who was taken for dead begins again under a new id: once, so that the model stays finite. */
async function selectAndCreate(world: World, wanted: Creator) {
  const first = await selectThenCreate(world, wanted, wanted.batch)
  return first.kind === 'given-up' ? selectThenCreate(world, wanted, `${wanted.batch}2`) : first
}

async function selectThenCreate(world: World, wanted: Creator, batch: string) {
  const { conflicts } = await selectByIds(world.table, [...wanted.ids])
  if (conflicts.length > 0 && wanted.kind !== 'filter') return { kind: 'conflict', conflicts } as const
  return { batch, ...(await create(world, wanted, batch)) }
}

/** What the sweeper does for one organization: whatever stands in `open` is brought to rest. */
export const sweeper: Process = {
  name: 'sweeper',
  async run({ table, clock, leases }) {
    const open = await openBatchesOf(table)
    for (const batch of new Set(open.map((one) => one.batch))) await bringToRest(table, batch, clock, leases)
  },
}
