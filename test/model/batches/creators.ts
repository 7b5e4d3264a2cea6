import type { Member } from '../../../shared/domain/batch.ts'
import { candidates } from '../../../shared/repository/batches/candidates.ts'
import type { Selection } from '../../../shared/repository/batches/claiming.ts'
import { type CreationPort, createBatch } from '../../../shared/repository/batches/creation.ts'
import { creationTable } from '../../../shared/repository/batches/creation-table.ts'
import { othersAtRest } from '../../../shared/repository/batches/others.ts'
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
  /** Looks first, as POST does: what is in a batch already, or what the filter finds; begins again when given up. */
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

function create(world: World, wanted: Creator, batch: string, selection = selectionOf(wanted)) {
  const { spoilt = (port) => port } = wanted
  return createBatch(spoilt(portOf(world, wanted, batch)), batch, selection)
}

function selectionOf({ ids, kind = 'ids', unsorted = false }: Creator): Selection {
  const members = [...ids].map(member)
  return { kind, members: unsorted ? inTheOrderGiven(members) : members }
}

const portOf = (world: World, { chunk = 1, membersLimit = 1000 }: Creator, batch: string): CreationPort => ({
  ...creationTable(world.table, newBatch(batch), world.clock),
  limits: { members: membersLimit, chunk },
  leaseIsOver: ({ leaseUntil }) => world.leases.isOver(leaseUntil),
})

export const newBatch = (id: string) => ({
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
  if (wanted.kind === 'filter')
    return { batch, ...(await create(world, wanted, batch, await found(world, wanted))) }
  const { conflicts } = await selectByIds(world.table, [...wanted.ids])
  if (conflicts.length > 0) return { kind: 'conflict', conflicts } as const
  return { batch, ...(await create(world, wanted, batch)) }
}

/** What a filter finds among the requests that are available, after others have come to rest. */
export async function found(
  { table, clock, leases }: World,
  { ids, chunk = 1 }: Creator,
  own?: string,
): Promise<Selection> {
  await othersAtRest(table, clock, { own, leases })
  const matches = ({ id }: { readonly id: string }) => ids.includes(id)
  const more = candidates(table, {
    created: { from: null, to: null },
    mayMatch: matches,
    matches,
    needsItems: false,
  })
  return { kind: 'filter', members: await more(chunk), more }
}

/** What the sweeper does for one organization: whatever stands in `open` is brought to rest. */
export const sweeper: Process = {
  name: 'sweeper',
  async run({ table, clock, leases }) {
    const open = await openBatchesOf(table)
    for (const batch of new Set(open.map((one) => one.batch))) await bringToRest(table, batch, clock, leases)
  },
}
