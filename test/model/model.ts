import { type EmptyQueries, emptyQueries } from './empty-queries.ts'
import { type Lagging, laggingBy } from './lagging.ts'
import { numbering } from './numbering.ts'
import { type ProcessTree, processTree } from './process-tree.ts'
import type { Request } from './replies.ts'
import type { Scenario } from './scenario.ts'
import { fresh, packed, type State } from './states.ts'
import { type TableState, type TableStates, tableStates } from './table-states.ts'

/** A scenario and all that was found out about it so far. */
export interface Model extends Lagging, EmptyQueries {
  readonly scenario: Scenario
  readonly tables: TableStates
  readonly trees: readonly ProcessTree[]
  readonly sweeper: ProcessTree | undefined
  /** What is remembered once this table was reached, by a number for each such set. */
  factsAfter(facts: number, table: TableState): number
  factsOf(facts: number): ReadonlySet<string>
}

export function modelOf(scenario: Scenario, distrusted: ReadonlySet<string> = new Set()): Model {
  const { processes, sweeper, promises, may = {} } = scenario
  const tables = tableStates()
  let nodes = 0
  const options = { requests: new Map<string, Request>(), nextId: () => nodes++ }
  const explored = { ...options, anyClock: may.anyClock ?? false, usualAnswer: false }
  const swept = { ...options, anyClock: false, usualAnswer: true }
  return {
    scenario,
    tables,
    trees: processes.map((process) => processTree(process, explored)),
    sweeper: sweeper && processTree(sweeper, swept),
    ...laggingBy(tables, may.lagging ?? []),
    ...emptyQueries(tables, distrusted),
    ...memory((table) => promises.facts?.(tables.view(table)) ?? []),
  }
}

function memory(factsIn: (table: TableState) => readonly string[]): Pick<Model, 'factsAfter' | 'factsOf'> {
  const known = numbering<readonly string[]>((facts) => facts.join())
  known.numberOf([]) // 0
  const factsOf = (facts: number) => new Set(known.all[facts])
  const after = new Map<string, number>()
  return {
    factsOf,
    factsAfter(facts, table) {
      const text = `${facts} ${packed(table)}`
      const number =
        after.get(text) ?? known.numberOf([...factsOf(facts).union(new Set(factsIn(table)))].sort())
      after.set(text, number)
      return number
    },
  }
}

/** The states in which everything begins. */
export async function beginnings(model: Model): Promise<State[]> {
  const { may = {}, seed } = model.scenario
  const table = model.tables.seeded(seed)
  const blank = { table, indexed: table, lostAnswers: may.lostAnswers ?? 0, faults: may.faults ?? 0 }
  let states: State[] = [{ ...blank, stages: [], facts: model.factsAfter(0, table) }]
  for (const tree of model.trees) {
    const nodes = await tree.start()
    states = states.flatMap((state) =>
      nodes.map((node) => ({ ...state, stages: [...state.stages, fresh(node)] })),
    )
  }
  return states
}
