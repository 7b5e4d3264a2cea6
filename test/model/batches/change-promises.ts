import type { Broken, Promises, TableView } from '../scenario.ts'
import type { Changed, Changer } from './changers.ts'
import { hasMembers, isIn, isOut, memberships, nothingHalfDone, wholeBatches } from './promises.ts'
import { metaOf, requestsIn } from './readers-view.ts'

/** Promises of additions, removals, deletions and of what readers see meanwhile. */
export const changePromises = (changers: readonly Changer[]): Promises => ({
  always: wholeBatches,
  facts: memberships,
  answered(process, answer, _, facts) {
    const changer = changers.find(({ name }) => name === process)
    return changer && isChanged(answer) ? truthful(changer, answer, facts) : undefined
  },
  stands(process, answer, table) {
    const changer = changers.find(({ name }) => name === process)
    return changer && isChanged(answer) ? standing(changer, answer, table) : undefined
  },
  swept: nothingHalfDone,
})

const isChanged = (answer: unknown): answer is Changed =>
  typeof answer === 'object' && answer !== null && 'kind' in answer

/** What is said was so at some moment. */
function truthful({ name, batch, ids = '' }: Changer, answer: Changed, facts: ReadonlySet<string>): Broken {
  if (answer.kind === 'added') {
    const missing = [...ids].find((id) => !facts.has(isIn(id, batch)))
    return missing && `${name} says added, but ${missing} never was in ${batch}`
  }
  if (answer.kind === 'removed') {
    const left = [...ids].find((id) => !facts.has(isOut(id, batch)))
    return left && `${name} says removed, but ${left} never left ${batch}`
  }
  if (answer.kind === 'members')
    return facts.has(hasMembers([...answer.ids], batch)) ? undefined : `${batch} never had just ${answer.ids}`
  if (answer.kind === 'ran') return asBegun(batch, answer, facts)
  if (answer.kind !== 'conflict') return undefined
  const wrong = answer.conflicts.find((one) => !facts.has(isIn(one.payoutRequestId, one.batch)))
  return wrong && `${name} says that ${wrong.batch} holds ${wrong.payoutRequestId}, which it never did`
}

/** A run keeps the members of the moment when it was asked for (rules §3). */
function asBegun(
  batch: string,
  { asked, found }: Extract<Changed, { kind: 'ran' }>,
  facts: ReadonlySet<string>,
): Broken {
  if (!facts.has(hasMembers([...asked], batch))) return `${batch} never had just ${asked}`
  const other = found.find((ids) => ids !== asked)
  return other === undefined ? undefined : `a run over ${asked} found ${other}`
}

/** What is deleted stays deleted, and a block that is set after an unblocking stays set. */
function standing({ name, batch, ids = '' }: Changer, answer: Changed, table: TableView): Broken {
  const state = metaOf(table, batch)?.txState
  if (answer.kind === 'deleted' && state) return `${name} says deleted and ${batch} is ${state}`
  if (answer.kind !== 'blocked') return undefined
  const unblocked = requestsIn(table).find(({ id, blocked }) => ids.includes(id) && !blocked)
  return unblocked && `${name} says blocked and ${unblocked.id} is not`
}
