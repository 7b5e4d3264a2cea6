import type { Member } from '../../../shared/domain/batch.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { Selection } from '../../../shared/repository/batches/claiming.ts'
import { createBatch, resumeCreation } from '../../../shared/repository/batches/creation.ts'
import { type CreationOptions, creationTable } from '../../../shared/repository/batches/creation-table.ts'
import { selectByIds } from '../../../shared/repository/batches/selecting.ts'
import { unfinishedCreation } from '../../../shared/repository/batches/unfinished.ts'
import {
  bindWrite,
  findRemembered,
  rememberWrite,
  type StoredAnswer,
} from '../../../shared/repository/idempotency.ts'
import { Stale } from '../../../shared/repository/write.ts'
import { MODEL } from '../execution.ts'
import type { Broken, Process, Promises, Scenario, TableView, World } from '../scenario.ts'
import type { Tamper } from '../seeded-bugs.ts'
import { creationPromises } from './creation-promises.ts'
import { type Creator, found, newBatch, sweeper } from './creators.ts'
import { metasIn } from './readers-view.ts'
import { requests } from './requests.ts'
import type { Options } from './scenarios.ts'

/** Several tries of one call, with one Idempotency-Key, beside each other: what POST does with its key, step by step. */
export interface Tries extends Pick<Creator, 'ids' | 'kind' | 'chunk' | 'membersLimit'> {
  /** How each try calls the batch that it would begin. */
  readonly names: readonly string[]
  readonly tamper?: Tamper
  /** Another creator, without that key. */
  readonly beside?: Process
  readonly others?: string
}

export function retrying(tries: Tries, { may = {}, sweeping = false }: Options = {}): Scenario {
  const creators = tries.names.map((batch) => ({ ...tries, batch }))
  const promises = creationPromises(creators, false)
  return {
    seed: requests([...new Set([...tries.ids, ...(tries.others ?? '')])].join('')),
    processes: [
      ...creators.map((creator) => tryOf(creator, tries.tamper)),
      ...(tries.beside ? [tries.beside] : []),
      ...(sweeping ? [sweeper] : []),
    ],
    sweeper,
    may,
    promises: { ...promises, always: (table) => promises.always(table) ?? oneOf(tries.names, table) },
  } satisfies { promises: Promises } & Scenario
}

/** However often a call is tried, it makes one batch. */
function oneOf(names: readonly string[], table: TableView): Broken {
  const made = metasIn(table).filter(
    ({ id, txState }) => txState === 'committed' && names.some((name) => id.startsWith(name)),
  )
  return made.length > 1 ? `${made.map(({ id }) => id).join(' and ')} were made by one call` : undefined
}

const CALL = { key: 'key', fingerprint: 'the same' }

/** A try begins again where the entry does: when what it saw is stale; so often that the model stays finite. */
const TRIES = 2

const tryOf = (creator: Creator, tamper: Tamper | undefined): Process => ({
  name: creator.batch,
  async run(world) {
    for (let n = 0; n < TRIES; n++) {
      const batch = n === 0 ? creator.batch : `${creator.batch}${n + 1}`
      try {
        const answer = await tried(world, creator, batch)
        if (answer.kind !== 'given-up') return answer
      } catch (error) {
        if (error instanceof Refusal) return { kind: 'undecided', batch }
        if (!(error instanceof Stale)) throw error
      }
    }
    return { kind: 'given-up' }
  },
  ...(tamper && { tamper }),
})

async function tried(world: World, creator: Creator, name: string) {
  const earlier = await findRemembered(world.table, CALL, world.clock.now())
  if (earlier?.answer) return replayed(earlier.answer)
  const answer = await performed(world, creator, name, earlier?.boundTo)
  if (answer.kind === 'created') return answer
  // A refusal is only given when no copy of the call has had the effect meanwhile: entry/api-operation.ts.
  const given = (await findRemembered(world.table, CALL, world.clock.now()))?.answer
  return given ? replayed(given) : answer
}

async function performed(world: World, creator: Creator, name: string, unfinished: string | undefined) {
  const { table, clock, leases } = world
  const begun = unfinished === undefined ? undefined : await unfinishedCreation(table, unfinished, leases)
  const batch = begun?.fresh.id ?? name
  const selection = await selected(world, creator, begun?.fresh.id)
  if ('conflicts' in selection) return { kind: 'conflict', batch, ...selection } as const
  const port = {
    ...creationTable(table, newBatch(batch), clock, keyed(world, batch, unfinished)),
    limits: { members: creator.membersLimit ?? 1000, chunk: creator.chunk ?? 1 },
    leaseIsOver: ({ leaseUntil }: { readonly leaseUntil: string }) => leases.isOver(leaseUntil),
  }
  const creation = begun
    ? await resumeCreation(port, batch, selection, begun.claimedChunks)
    : await createBatch(port, batch, selection)
  return { batch, ...creation }
}

async function selected(world: World, creator: Creator, own: string | undefined) {
  if (creator.kind === 'filter') return found(world, creator, own)
  const { members, conflicts } = await selectByIds(world.table, [...creator.ids])
  return conflicts.length > 0 ? { conflicts } : ({ kind: 'ids', members } satisfies Selection)
}

function keyed({ table, clock }: World, batch: string, unfinished: string | undefined): CreationOptions {
  const now = clock.now()
  const answered = (members: readonly Member[]) => ({
    statusCode: 201,
    headers: {},
    body: JSON.stringify({ batch, ids: members.map(({ id }) => id) }),
  })
  return {
    withIntent: [bindWrite(table, CALL, { work: batch, unfinished, now })],
    alongside: (members) => [rememberWrite(table, CALL, { answer: answered(members), boundTo: batch, now })],
  }
}

function replayed({ body }: StoredAnswer) {
  const { batch, ids }: { batch: string; ids: string[] } = JSON.parse(body)
  return { kind: 'created', batch, members: ids.map((id) => ({ id, createdTime: MODEL.now })) } as const
}
