import type { Creation } from '../../../shared/repository/batches/creation.ts'
import type { Broken, Promises, TableView } from '../scenario.ts'
import type { Creator } from './creators.ts'
import { nothingHalfDone, wholeBatches } from './promises.ts'
import { membersOf, metaOf, requestsIn } from './readers-view.ts'

/** Promises of the creation of batches, judged by what callers asked for and by the table alone. */
export const creationPromises = (creators: readonly Creator[], isUndisturbed: boolean): Promises => ({
  always: wholeBatches,
  answered(process, answer, table) {
    const creator = creators.find(({ batch }) => batch === process)
    return creator && isCreation(answer) ? truthful(creator, answer, table) : undefined
  },
  stands(process, answer, table) {
    if (!isCreation(answer) || answer.kind !== 'created') return undefined
    const state = metaOf(table, answer.batch ?? process)?.txState
    return state === 'committed' ? undefined : `${process} said created and is ${state ?? 'gone'}`
  },
  ended: (answers, table) => (isUndisturbed ? fair(creators, answers, table) : undefined),
  swept: nothingHalfDone,
})

/** A creator that began again says under which id. */
type Answer = Creation & { readonly batch?: string }

const isCreation = (answer: unknown): answer is Answer =>
  typeof answer === 'object' && answer !== null && 'kind' in answer

/** The answer says what is so. */
function truthful({ ids, kind = 'ids', ...creator }: Creator, answer: Answer, table: TableView): Broken {
  const batch = answer.batch ?? creator.batch
  const state = metaOf(table, batch)?.txState
  if ((answer.kind === 'created') !== (state === 'committed'))
    return `${batch} says ${answer.kind} and is ${state ?? 'gone'}`
  if (answer.kind === 'created') return asAsked(batch, { ids, kind }, answer, table)
  if (answer.kind !== 'conflict') return undefined
  if (answer.conflicts.length === 0) return `${batch} refuses because of nothing`
  const wrong = answer.conflicts.find((one) => !membersOf(table, one.batch).includes(one.payoutRequestId))
  return wrong && `${batch} says that ${wrong.batch} holds ${wrong.payoutRequestId}, which it does not`
}

function asAsked(
  batch: string,
  { ids, kind }: Required<Pick<Creator, 'ids' | 'kind'>>,
  { members }: Extract<Creation, { kind: 'created' }>,
  table: TableView,
): Broken {
  const held = membersOf(table, batch)
  const said = members.map(({ id }) => id).sort()
  if (said.join() !== held.join()) return `${batch} says ${said.join()} and holds ${held.join()}`
  const isRight =
    kind === 'ids' ? held.join('') === [...ids].sort().join('') : held.every((id) => ids.includes(id))
  return isRight ? undefined : `${batch} was asked for ${ids} and holds ${held.join('')}`
}

/** When nothing went wrong somebody wins, nobody gives up, and a filter leaves nothing behind. */
function fair(creators: readonly Creator[], answers: ReadonlyMap<string, unknown>, table: TableView): Broken {
  const kinds = [...answers].flatMap(([name, answer]) =>
    isCreation(answer) ? [{ name, kind: answer.kind }] : [],
  )
  if (!kinds.some(({ kind }) => kind === 'created')) return 'nobody won'
  const quitter = kinds.find(({ kind }) => kind === 'given-up' || kind === 'undecided')
  if (quitter) return `${quitter.name} ended ${quitter.kind} without a reason`
  const free = new Set(requestsIn(table).flatMap(({ id, claim }) => (claim ? [] : [id])))
  const wanted = creators.filter(({ kind }) => kind === 'filter').flatMap(({ ids }) => [...ids])
  const left = wanted.find((id) => free.has(id))
  return left && `${left} was left out of every batch`
}
