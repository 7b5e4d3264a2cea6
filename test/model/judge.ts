import type { Model } from './model.ts'
import type { Broken } from './scenario.ts'
import { packed, type Stage, type State } from './states.ts'
import { sweep } from './sweep.ts'
import type { TableState } from './table-states.ts'

/** Says which promise a state breaks. */
export interface Judge {
  /** As it is, and as if everybody stopped here and the sweeper came. */
  ofState(state: State): Promise<Broken>
  /** When a process has just given its answer. */
  ofAnswer(state: State, process: number): Broken
  /** When nothing moves any more. */
  ofEnd(state: State): Broken
}

/** A process that makes more calls than this goes round in circles. */
const CALLS_LIMIT = 150

export function judgeOf(model: Model): Judge {
  const { promises, processes } = model.scenario
  const judged = new Set<string>()
  const answered = new Set<string>()
  const nameOf = (process: number) => processes[process]?.name ?? ''
  return {
    async ofState({ table, stages }) {
      const lost = stages.findIndex(({ node }) => node.depth > CALLS_LIMIT)
      if (lost >= 0) return `${nameOf(lost)} has made ${CALLS_LIMIT} calls and does not come to an end`
      const text = packed(table)
      const ends = stages.map(({ node }) => node.end ?? '').join('/')
      if (judged.has(`${text}/${ends}`)) return undefined
      judged.add(`${text}/${ends}`)
      const broken = judged.has(text) ? undefined : await ofTable(model, table)
      judged.add(text)
      return broken ?? ofAnswersGiven(model, stages, table)
    },

    ofAnswer({ table, stages, facts, faults }, process) {
      const { outcome, end } = stages[process]?.node ?? {}
      if (!outcome) return undefined
      const text = `${process} ${end} ${packed(table)} ${facts}`
      if (answered.has(text)) return undefined
      answered.add(text)
      if ('value' in outcome)
        return promises.answered?.(
          nameOf(process),
          outcome.value,
          model.tables.view(table),
          model.factsOf(facts),
        )
      const disturbed = faults < (model.scenario.may?.faults ?? 0)
      return disturbed ? undefined : `${nameOf(process)} failed by itself: ${String(outcome.error)}`
    },

    ofEnd({ table, stages }) {
      const waiting = stages.flatMap((stage, process) => (stage.node.outcome ? [] : [nameOf(process)]))
      if (waiting.length > 0) return `a deadlock: nothing will change for ${waiting.join(' and ')}, who wait`
      const answers = new Map(stages.flatMap((stage, process) => answerOf(stage, nameOf(process))))
      return promises.ended?.(answers, model.tables.view(table))
    },
  }
}

async function ofTable(model: Model, table: TableState): Promise<Broken> {
  const { always, swept } = model.scenario.promises
  const now = always(model.tables.view(table))
  if (now) return now
  const atRest = await sweep(model, table)
  if (!atRest) return undefined
  const view = model.tables.view(atRest)
  const later = always(view) ?? swept?.(view)
  return later && `${later}, when all stop here and the sweeper comes`
}

function ofAnswersGiven({ scenario, tables }: Model, stages: readonly Stage[], table: TableState): Broken {
  const { stands } = scenario.promises
  if (!stands) return undefined
  const answers = stages.flatMap((stage, i) => answerOf(stage, scenario.processes[i]?.name ?? ''))
  const view = answers.length > 0 ? tables.view(table) : undefined
  return view && answers.map(([name, answer]) => stands(name, answer, view)).find((broken) => broken)
}

const answerOf = ({ node }: Stage, name: string): [string, unknown][] =>
  node.outcome && 'value' in node.outcome ? [[name, node.outcome.value]] : []
