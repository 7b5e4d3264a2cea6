import { projected, type QueryCall } from './dynamo/query.ts'
import { canonical } from './dynamo/values.ts'
import { type ProcessTree, processTree } from './process-tree.ts'
import type { Request } from './replies.ts'
import type { Scenario } from './scenario.ts'
import { fresh, type State } from './states.ts'
import { type Change, type TableState, type TableStates, tableStates } from './table-states.ts'

/** A scenario and all that was found out about it so far. */
export interface Model {
  readonly scenario: Scenario
  readonly tables: TableStates
  readonly trees: readonly ProcessTree[]
  readonly sweeper: ProcessTree | undefined
  /** What indexes know after these changes, if they lag. */
  indexed(before: State, table: TableState, changes: readonly Change[]): TableState
  /** Whether a lagging index has yet to learn what the table has there. */
  lags(state: State, place: number): boolean
  factsAfter(facts: readonly string[], table: TableState): readonly string[]
  /**
   * Whether nothing that was ever in the table would be found: such an answer depends on nobody and nobody on it, so it
   * is given at once and not in every order (a partial-order reduction). Whether that was right is known in the end.
   */
  findsNothing(request: Request): boolean
  /** What was believed to find nothing and would have; it must be explored again without that belief. */
  mistakes(): readonly string[]
}

export function modelOf(scenario: Scenario, distrusted: ReadonlySet<string> = new Set()): Model {
  const tables = tableStates()
  const requests = new Map<string, Request>()
  let nodes = 0
  const options = { requests, nextId: () => nodes++ }
  const explored = { ...options, anyClock: scenario.may?.anyClock ?? false, usualAnswer: false }
  const swept = { ...options, anyClock: false, usualAnswer: true }
  const lagging = scenario.may?.lagging ?? []
  const texts = new Map<number, string>()
  const entryText = (number: number) => {
    const known = texts.get(number)
    if (known !== undefined) return known
    const item = tables.item(number)
    const text = canonical(lagging.map((index) => (item ? projected(item, index) : {})))
    texts.set(number, text)
    return text
  }
  const believed = new Set<QueryCall>()
  const disproved = new Set<QueryCall>()
  const matches = (query: QueryCall) => query.next(tables.everything(), undefined) !== undefined
  const differs = (a = 0, b = 0) => a !== b && entryText(a) !== entryText(b)
  return {
    scenario,
    tables,
    trees: scenario.processes.map((process) => processTree(process, explored)),
    sweeper: scenario.sweeper && processTree(scenario.sweeper, swept),
    indexed(before, table, changes) {
      if (lagging.length === 0) return table
      return tables.changed(
        before.indexed,
        changes.filter(({ place, item }) => !differs(before.indexed[place], item)),
      )
    },
    lags: ({ table, indexed }, place) => table !== indexed && differs(table[place], indexed[place]),
    findsNothing(request) {
      if (request.kind !== 'query' || disproved.has(request)) return false
      if (believed.has(request)) return true
      const finds = distrusted.has(request.text) || matches(request)
      ;(finds ? disproved : believed).add(request)
      return !finds
    },
    mistakes: () => [...believed].filter(matches).map(({ text }) => text),
    factsAfter(facts, table) {
      const found = scenario.promises.facts?.(tables.view(table)) ?? []
      return found.every((fact) => facts.includes(fact)) ? facts : [...new Set([...facts, ...found])].sort()
    },
  }
}

/** The states in which everything begins. */
export async function beginnings(model: Model): Promise<State[]> {
  const { may = {}, seed } = model.scenario
  const table = model.tables.seeded(seed)
  const blank = { table, indexed: table, lostAnswers: may.lostAnswers ?? 0, faults: may.faults ?? 0 }
  let states: State[] = [{ ...blank, stages: [], facts: model.factsAfter([], table) }]
  for (const tree of model.trees) {
    const nodes = await tree.start()
    states = states.flatMap((state) =>
      nodes.map((node) => ({ ...state, stages: [...state.stages, fresh(node)] })),
    )
  }
  return states
}
