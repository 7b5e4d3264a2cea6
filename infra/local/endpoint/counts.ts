/** What AWS would bill, counted where it happens. */
export interface Counts {
  snapshot(): CountsSnapshot
  /** What was added since an earlier snapshot. */
  since(earlier: CountsSnapshot): CountsSnapshot
  addRequest(functionName: string, action: string): void
  addUnits(functionName: string, units: Partial<Units>): void
  addInvocation(functionName: string): void
  addExecution(added: { stateTransitions: number; historyEvents: number }): void
}

export interface CountsSnapshot {
  /** By function name; `operator` is the admin CLI and the tests. */
  readonly functions: Readonly<Record<string, FunctionCounts>>
  readonly stateTransitions: number
  readonly historyEvents: number
}

export interface FunctionCounts extends Units {
  readonly invocations: number
  /** By action as IAM spells it: `dynamodb:TransactWriteItems`. Retries and refused calls count as well. */
  readonly requests: Readonly<Record<string, number>>
}

export interface Units {
  tableWriteUnits: number
  indexWriteUnits: number
  readUnits: number
}

export interface Totals extends Units {
  readonly invocations: number
  readonly dynamodbRequests: number
}

/** The sum over all functions, or over those named. */
export function totalsOf(snapshot: CountsSnapshot, functionNames?: readonly string[]): Totals {
  const counted = Object.entries(snapshot.functions)
    .filter(([name]) => functionNames?.includes(name) ?? true)
    .map(([, counts]) => counts)
  const sum = (read: (counts: FunctionCounts) => number) =>
    counted.reduce((total, counts) => total + read(counts), 0)
  return {
    invocations: sum((counts) => counts.invocations),
    dynamodbRequests: sum((counts) => dynamodbRequestsIn(counts.requests)),
    tableWriteUnits: sum((counts) => counts.tableWriteUnits),
    indexWriteUnits: sum((counts) => counts.indexWriteUnits),
    readUnits: sum((counts) => counts.readUnits),
  }
}

export function startCounting(): Counts {
  let now: CountsSnapshot = { functions: {}, stateTransitions: 0, historyEvents: 0 }
  const change = (name: string, update: (counts: FunctionCounts) => FunctionCounts) => {
    now = { ...now, functions: { ...now.functions, [name]: update(now.functions[name] ?? NOTHING) } }
  }
  return {
    snapshot: () => now,
    since: (earlier) => difference(now, earlier),
    addRequest: (name, action) =>
      change(name, (counts) => ({
        ...counts,
        requests: { ...counts.requests, [action]: (counts.requests[action] ?? 0) + 1 },
      })),
    addUnits: (name, units) => change(name, (counts) => ({ ...counts, ...combined(counts, units, 1) })),
    addInvocation: (name) => change(name, (counts) => ({ ...counts, invocations: counts.invocations + 1 })),
    addExecution: (added) => {
      now = {
        ...now,
        stateTransitions: now.stateTransitions + added.stateTransitions,
        historyEvents: now.historyEvents + added.historyEvents,
      }
    },
  }
}

const NOTHING: FunctionCounts = {
  invocations: 0,
  requests: {},
  tableWriteUnits: 0,
  indexWriteUnits: 0,
  readUnits: 0,
}

function difference(now: CountsSnapshot, earlier: CountsSnapshot): CountsSnapshot {
  const changed = Object.entries(now.functions).filter(([name, counts]) => counts !== earlier.functions[name])
  return {
    functions: Object.fromEntries(
      changed.map(([name, counts]) => [name, added(counts, earlier.functions[name] ?? NOTHING)]),
    ),
    stateTransitions: now.stateTransitions - earlier.stateTransitions,
    historyEvents: now.historyEvents - earlier.historyEvents,
  }
}

function added(counts: FunctionCounts, before: FunctionCounts): FunctionCounts {
  const requests = Object.entries(counts.requests)
    .map(([action, times]) => [action, times - (before.requests[action] ?? 0)] as const)
    .filter(([, times]) => times > 0)
  return {
    invocations: counts.invocations - before.invocations,
    requests: Object.fromEntries(requests),
    ...combined(counts, before, -1),
  }
}

function combined(counts: Units, other: Partial<Units>, sign: 1 | -1): Units {
  return {
    tableWriteUnits: counts.tableWriteUnits + sign * (other.tableWriteUnits ?? 0),
    indexWriteUnits: counts.indexWriteUnits + sign * (other.indexWriteUnits ?? 0),
    readUnits: counts.readUnits + sign * (other.readUnits ?? 0),
  }
}

export function dynamodbRequestsIn(requests: FunctionCounts['requests']): number {
  return Object.entries(requests)
    .filter(([action]) => action.startsWith('dynamodb:'))
    .reduce((total, [, times]) => total + times, 0)
}
