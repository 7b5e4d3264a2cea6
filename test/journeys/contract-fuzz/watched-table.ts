import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { FunctionDefinition } from '../../../infra/functions.ts'
import type { LocalStack } from '../../../infra/local/stack.ts'
import { ROUTES } from '../../../infra/routes.ts'
import type { Table } from '../../../shared/repository/client.ts'
import { functionOf } from '../harness/faults.ts'
import { tableContents } from '../harness/table-contents.ts'

/** Tells of a call what it changed in the table. */
export interface WatchedTable {
  during<T>(operation: string, work: () => Promise<T>): Promise<Watched<T>>
}

export interface Watched<T> {
  readonly answer: T
  readonly wrote: boolean
  /** What is not as it was, or was written meanwhile; the counters of calls are left out. */
  readonly changes: () => Promise<readonly string[]>
}

/** They claim requests before they may find one taken, and give back what they claimed. */
const UNDOING: ReadonlySet<string> = new Set(['PostPayoutRequestBatch', 'PostPayoutRequestsToBatch'])

/** It counts calls and writes nothing else. */
const AUTHORIZER = functionOf('authorizer/authorizer')

/** How often the whole table is compared, whatever was counted. */
const COMPARED_EVERY = 20

/**
 * Every write passes the stack's endpoint, which counts what each function has written: a function that wrote nothing
 * has changed nothing. Now and then, and for those who may undo what they wrote, the whole table is read before and
 * after, with all at rest that calls have set going; unless a payment's time has come meanwhile to be asked about.
 */
export function watchTable(stack: LocalStack, table: Table): WatchedTable {
  let calls = 0
  return {
    async during(operation, work) {
      const { file, may } = routeOf(operation)
      calls += 1
      const isCompared = UNDOING.has(operation) || (may.write && calls % COMPARED_EVERY === 0)
      const before = (await atRest(stack)) && isCompared ? await tableContents(table) : undefined
      const counts = stack.counts.snapshot()
      const answer = await work()
      if (before) await stack.quiet()
      const { functions } = stack.counts.since(counts)
      const wrote = (functions[functionOf(file)]?.tableWriteUnits ?? 0) > 0
      const others = Object.entries(functions).some(
        ([name, { tableWriteUnits }]) =>
          tableWriteUnits > 0 && ![functionOf(file), AUTHORIZER].includes(name),
      )
      const changes = async () => {
        if (before && !(others && !wrote)) return differing(before, await tableContents(table))
        return wrote ? ['something'] : []
      }
      return { answer, wrote, changes }
    },
  }
}

/** Deliveries to webhooks that nobody answers are under way for seconds; they are nobody's claim. */
const PATIENCE_MILLISECONDS = 300

const atRest = (stack: LocalStack): Promise<boolean> =>
  Promise.race([stack.quiet().then(() => true), pause(PATIENCE_MILLISECONDS, false)])

function routeOf(operation: string): FunctionDefinition {
  const route = Object.entries(ROUTES).find(([id]) => id === operation)?.[1]
  if (!route) throw new Error(`There is no function of ${operation}.`)
  return route
}

const differing = (before: Record<string, unknown>, after: Record<string, unknown>): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !isDeepStrictEqual(before[key], after[key]),
  )
