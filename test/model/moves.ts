import type { WriteCall } from './dynamo/calls.ts'
import type { Model } from './model.ts'
import { keysOf, type Pending } from './process-tree.ts'
import { foundReply, isWhole, nextItem, type Reading, readOn } from './reading.ts'
import { GO_ON, NO_ANSWER, type Reply, TIME_IS_OVER } from './replies.ts'
import type { Stage, State } from './states.ts'
import type { Change } from './table-states.ts'

/** Something that happens next. */
export interface Move {
  readonly process: number
  readonly call: number
  readonly how: How
}

export type How =
  | 'heard'
  /** One more item of several is read. */
  | 'reading'
  /** Written; the answer is lost and the SDK will send the same again. */
  | 'answer lost'
  | 'failed before writing'
  | 'failed after writing'
  | 'index catches up'

export interface Successor {
  readonly move: Move
  readonly reply: Reply | undefined
  readonly state: State
}

/** Every state that can come next, in an order that is the same each time. */
export async function successors(model: Model, state: State): Promise<Successor[]> {
  const found: Successor[] = []
  for (const [process, stage] of state.stages.entries())
    for (const pending of stage.node.pending) {
      const moves = await movesOf(model, state, process, pending)
      if (model.findsNothing(pending.request)) return moves
      found.push(...moves)
    }
  for (let place = 0; place < state.indexed.length; place++)
    if (model.lags(state, place)) found.push(catchUp(model, state, place))
  return found.length > 0 ? found : wakeAnyway(model, state)
}

async function movesOf(model: Model, state: State, process: number, pending: Pending): Promise<Successor[]> {
  const { call, request } = pending
  const at: At = { model, state, process, call }
  const { may = {} } = model.scenario
  if (request.kind === 'pause') {
    const goesOn = stageOf(at).stirred ? await told(at, 'heard', GO_ON) : []
    return may.impatience ? [...goesOn, ...(await told(at, 'heard', TIME_IS_OVER))] : goesOn
  }
  const failing = state.faults > 0 ? await told(at, 'failed before writing', NO_ANSWER) : []
  if (request.kind === 'write') return [...(await written(at, request)), ...failing]
  return [...(await read(at, request)), ...failing]
}

interface At {
  readonly model: Model
  readonly state: State
  readonly process: number
  readonly call: number
}

const stageOf = ({ state, process }: At): Stage => {
  const stage = state.stages[process]
  if (!stage) throw new Error(`There is no process ${process}.`)
  return stage
}

async function written(at: At, request: WriteCall): Promise<Successor[]> {
  const { model, state, call } = at
  const { reply, writes } = model.tables.effect(request, state.table)
  const heard = await told(at, 'heard', reply, writes)
  if (writes.length === 0) return heard
  const stage = stageOf(at)
  const losable = state.lostAnswers > 0 && !stage.repeated.includes(call)
  const lost = { ...stage, repeated: [...stage.repeated, call] }
  return [
    ...heard,
    ...(losable ? [moved(at, 'answer lost', undefined, lost, writes)] : []),
    ...(state.faults > 0 ? await told(at, 'failed after writing', NO_ANSWER, writes) : []),
  ]
}

/** Reads the next item, or all; the answer is given with the last. */
async function read(at: At, request: Reading): Promise<Successor[]> {
  const { model, state, call } = at
  const { may = {} } = model.scenario
  const lags = request.kind === 'query' && request.index && may.lagging?.includes(request.index)
  const table = lags ? state.indexed : state.table
  const stage = stageOf(at)
  const begun = stage.begun.get(call) ?? []
  if (!may.tornReads)
    return told(at, 'heard', foundReply(model.tables, readOn(model.tables, table, request, begun)))
  const next = nextItem(model.tables, table, request, begun)
  const found = next === undefined ? begun : [...begun, next]
  if (next === undefined || isWhole(request, found)) return told(at, 'heard', foundReply(model.tables, found))
  return [moved(at, 'reading', undefined, { ...stage, begun: new Map(stage.begun).set(call, found) })]
}

/** The process gets its answer: it may stand in several places then, if it asks the clock. */
async function told(at: At, how: How, reply: Reply, changes: readonly Change[] = []): Promise<Successor[]> {
  const { model, process, call } = at
  const stage = stageOf(at)
  const tree = model.trees[process]
  const nodes = tree?.known(stage.node, call, reply) ?? (await tree?.after(stage.node, call, reply)) ?? []
  const without = new Map([...stage.begun].filter(([other]) => other !== call))
  const repeated = stage.repeated.filter((other) => other !== call)
  const stirred = reply !== GO_ON && (stage.stirred || concerns(changes, stage))
  return nodes.map((node) =>
    moved(at, how, reply, { node, begun: without, repeated, stirred: stirred && !node.outcome }, changes),
  )
}

function moved(
  at: At,
  how: How,
  reply: Reply | undefined,
  stage: Stage,
  changes: readonly Change[] = [],
): Successor {
  const { model, state, process, call } = at
  const stages = state.stages.map((other, i) => (i === process ? stage : stirredBy(changes, other)))
  const table = changes.length > 0 ? model.tables.changed(state.table, changes) : state.table
  return {
    move: { process, call, how },
    reply,
    state: {
      table,
      indexed: changes.length > 0 ? model.indexed(state, table, changes) : state.indexed,
      stages,
      lostAnswers: state.lostAnswers - (how === 'answer lost' ? 1 : 0),
      faults: state.faults - (how.startsWith('failed') ? 1 : 0),
      facts: changes.length > 0 ? model.factsAfter(state.facts, table) : state.facts,
    },
  }
}

const stirredBy = (changes: readonly Change[], stage: Stage): Stage =>
  !stage.stirred && !stage.node.outcome && concerns(changes, stage) ? { ...stage, stirred: true } : stage

function concerns(changes: readonly Change[], { node, begun }: Stage): boolean {
  if (changes.length === 0) return false
  const { touched } = node
  const reading = node.pending.filter(({ call }) => begun.has(call)).flatMap(({ request }) => keysOf(request))
  return (
    touched.has('*') ||
    changes.some(({ key }) => touched.has(key) || reading.includes(key) || reading.includes('*'))
  )
}

function catchUp(model: Model, state: State, place: number): Successor {
  const change: Change = { place, key: '', item: state.table[place] ?? 0 }
  return {
    move: { process: -1, call: place, how: 'index catches up' },
    reply: undefined,
    state: { ...state, indexed: model.tables.changed(state.indexed, [change]) },
  }
}

/**
 * Everybody pauses and nothing that they saw is different: whoever has not gone round twice in the same way may still
 * do something else. If all have, this is a deadlock.
 */
async function wakeAnyway(model: Model, state: State): Promise<Successor[]> {
  const found: Successor[] = []
  for (const [process, { node }] of state.stages.entries())
    if (node.cycle !== node.lastCycle)
      for (const { call, request } of node.pending)
        if (request.kind === 'pause')
          found.push(...(await told({ model, state, process, call }, 'heard', GO_ON)))
  return found
}
