import * as z from 'zod'
import type { Creation } from '../../../shared/repository/batches/creation.ts'
import { batchStateFrom } from '../../../shared/repository/batches/batch-item.ts'
import type { Item } from '../../../shared/repository/client.ts'
import { batchKey, membersKey, requestKey } from '../../../shared/repository/keys.ts'
import { MODEL } from '../execution.ts'
import type { Broken, Promises, TableView } from '../scenario.ts'
import type { Creator } from './creators.ts'

/** What a batch is known to hold by those who read it: nothing unless it is committed. */
export interface Committed {
  readonly batch: string
  readonly ids: readonly string[]
}

/** Promises of the creation of batches, judged by what callers asked for and by the table alone. */
export const creationPromises = (creators: readonly Creator[], options: Demands = {}): Promises => ({
  always: wholeBatches,
  answered(process, answer, table) {
    const creator = creators.find(({ batch }) => batch === process)
    return creator && isCreation(answer) ? truthful(creator, answer, table) : undefined
  },
  stands(process, answer, table) {
    if (!isCreation(answer) || answer.kind !== 'created') return undefined
    const state = stateOf(table, answer.batch ?? process)?.txState
    return state === 'committed' ? undefined : `${process} said created and is ${state ?? 'gone'}`
  },
  ended: (answers, table) => (options.undisturbed ? fair(creators, answers, table) : undefined),
  swept: nothingHalfDone,
})

export interface Demands {
  /** No fault, no impatience, no lease is over: then nobody may give up. */
  readonly undisturbed?: boolean
}

/** A creator that began again says under which id. */
type Answer = Creation & { readonly batch?: string }

const isCreation = (answer: unknown): answer is Answer =>
  typeof answer === 'object' && answer !== null && 'kind' in answer

/** A request is in at most one committed batch, which lists exactly its claims, chunk by chunk. */
export function wholeBatches(table: TableView): Broken {
  const listed = new Map<string, string>()
  for (const meta of batchesIn(table)) {
    const batch = String(meta['id'])
    for (const [chunk, ids] of countingChunks(table, meta).entries()) {
      if (!ids) return `${batch} is committed without its chunk ${chunk}`
      for (const id of ids) {
        if (listed.has(id)) return `${id} is in ${listed.get(id)} and in ${batch}`
        listed.set(id, `${batch}/${chunk}`)
      }
    }
  }
  for (const { id, batch, chunk } of claimsIn(table)) {
    const counts = chunk < (stateOf(table, batch)?.committedChunks ?? 0)
    if (counts && stateOf(table, batch)?.txState === 'committed' && listed.get(id) !== `${batch}/${chunk}`)
      return `${id} claims ${batch}/${chunk}, which does not list it`
    if (listed.get(id) === `${batch}/${chunk}`) listed.delete(id)
  }
  const [lost] = listed
  return lost && `${lost[0]} is listed by ${lost[1]} but does not claim it`
}

/** Every request is free or in a committed batch, and no batch waits to be finished. */
export function nothingHalfDone(table: TableView): Broken {
  for (const { id, batch, chunk } of claimsIn(table)) {
    const state = stateOf(table, batch)
    if (state?.txState !== 'committed' || chunk >= state.committedChunks)
      return `${id} is left claimed by ${batch}, which is ${state?.txState ?? 'gone'}`
  }
  const held = new Set(claimsIn(table).map(({ id }) => id))
  for (const item of table.items)
    if (item['type'] === 'payout-request' && held.has(String(item['id'])) === ('availableKey' in item))
      return `${String(item['id'])} is ${held.has(String(item['id'])) ? 'held but' : 'free but not'} available`
  const open = batchesIn(table).find((meta) => meta['txState'] === 'creating' || 'openKey' in meta)
  return open && `${String(open['id'])} is ${String(open['txState'])} and still open`
}

/** The answer says what is so. */
function truthful({ ids, kind = 'ids', ...creator }: Creator, answer: Answer, table: TableView): Broken {
  const batch = answer.batch ?? creator.batch
  const isCommitted = stateOf(table, batch)?.txState === 'committed'
  if ((answer.kind === 'created') !== isCommitted)
    return `${batch} says ${answer.kind} and is ${stateOf(table, batch)?.txState ?? 'gone'}`
  if (answer.kind === 'created') {
    const said = answer.members.map(({ id }) => id)
    const held = membersOf(table, batch)
    if (said.toSorted().join() !== held.join()) return `${batch} says ${said.join()} and holds ${held.join()}`
    if (kind === 'ids' && held.join() !== [...ids].sort().join())
      return `${batch} was asked for ${ids} and holds ${held.join()}`
    if (held.some((id) => !ids.includes(id))) return `${batch} holds what it was not asked for`
  }
  if (answer.kind !== 'conflict') return undefined
  if (answer.conflicts.length === 0) return `${batch} refuses because of nothing`
  const wrong = answer.conflicts.find((conflict) => !membersOf(table, conflict.batch).includes(conflict.payoutRequestId))
  return wrong && `${batch} says that ${wrong.batch} holds ${wrong.payoutRequestId}, which it does not`
}

/** When nothing went wrong somebody wins, nobody gives up, and a filter leaves nothing behind. */
function fair(creators: readonly Creator[], answers: ReadonlyMap<string, unknown>, table: TableView): Broken {
  const kinds = [...answers].flatMap(([name, answer]) => (isCreation(answer) ? [{ name, kind: answer.kind }] : []))
  if (!kinds.some(({ kind }) => kind === 'created')) return 'nobody won'
  const quitter = kinds.find(({ kind }) => kind === 'given-up' || kind === 'undecided')
  if (quitter) return `${quitter.name} ended ${quitter.kind} without a reason`
  const filters = creators.filter(({ kind }) => kind === 'filter')
  const left = filters.flatMap(({ ids }) => [...ids]).find((id) => !claimOf(table, id))
  return left && `${left} was left out of every batch`
}

export const batchesIn = (table: TableView): readonly Item[] =>
  table.items.filter(({ type }) => type === 'batch')

export const stateOf = (table: TableView, batch: string) =>
  batchStateFrom(table.get(batchKey(MODEL.organization, batch)))

/** The ids that readers of a committed batch see. */
export function membersOf(table: TableView, batch: string): readonly string[] {
  const meta = table.get(batchKey(MODEL.organization, batch))
  return meta ? countingChunks(table, meta).flatMap((ids) => ids ?? []).sort() : []
}

function countingChunks(table: TableView, meta: Item): (readonly string[] | undefined)[] {
  const batch = String(meta['id'])
  const state = batchStateFrom(meta)
  if (state?.txState !== 'committed') return []
  return Array.from({ length: state.committedChunks }, (_, chunk) => {
    const members = table.get(membersKey(MODEL.organization, batch, chunk))?.['members']
    return members instanceof Set ? [...members].map(String) : undefined
  })
}

interface HeldRequest {
  readonly id: string
  readonly batch: string
  readonly chunk: number
}

const claimsIn = (table: TableView): readonly HeldRequest[] =>
  table.items.flatMap((item) => {
    const claim = item['type'] === 'payout-request' ? claimOf(table, String(item['id'])) : undefined
    return claim ? [{ id: String(item['id']), ...claim }] : []
  })

const Claim = z.object({ batch: z.string(), chunk: z.int() })

function claimOf(table: TableView, id: string): { batch: string; chunk: number } | undefined {
  const claim = table.get(requestKey(MODEL.organization, id))?.['claim']
  return claim ? Claim.parse(claim) : undefined
}
