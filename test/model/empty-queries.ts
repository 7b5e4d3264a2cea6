import type { QueryCall } from './dynamo/query.ts'
import type { Request } from './replies.ts'
import type { TableStates } from './table-states.ts'

/**
 * A partial-order reduction: a Query that would find nothing of all that ever lay in the table depends on nobody and
 * nobody on it, so its answer is given at once and not in every order. It is believed at first and proved in the end.
 */
export interface EmptyQueries {
  findsNothing(request: Request): boolean
  /** What was believed and is not so: it must all be explored again without that belief. */
  mistakes(): readonly string[]
}

export function emptyQueries(tables: TableStates, distrusted: ReadonlySet<string>): EmptyQueries {
  const believed = new Set<QueryCall>()
  const disproved = new Set<QueryCall>()
  const matches = (query: QueryCall) => query.next(tables.everything(), undefined) !== undefined
  return {
    findsNothing(request) {
      if (request.kind !== 'query' || disproved.has(request)) return false
      if (believed.has(request)) return true
      const finds = distrusted.has(request.text) || matches(request)
      ;(finds ? disproved : believed).add(request)
      return !finds
    },
    mistakes: () => [...believed].filter(matches).map(({ text }) => text),
  }
}
