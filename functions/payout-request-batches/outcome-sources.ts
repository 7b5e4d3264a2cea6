import type { Cell } from '../../shared/contracts/csv.ts'
import type { FilterFields } from '../../shared/contracts/filter.ts'
import type { FieldValue } from '../../shared/contracts/filter-values.ts'
import {
  MEMBER_RESULT_COLUMNS,
  MEMBER_RESULT_FIELDS,
  memberResultValueOf,
} from '../../shared/contracts/member-operation.ts'
import {
  OUTCOME_COLUMNS,
  OUTCOME_FIELDS,
  outcomeCells,
  outcomeValueOf,
  representOutcome,
} from '../../shared/contracts/outcome.ts'
import type { RunRow } from '../../shared/domain/run-part.ts'
import { theMemberResults } from '../../shared/repository/batches/member-results.ts'
import { rowsOfRun } from '../../shared/repository/runs/parts.ts'
import { theUsablePlan } from '../../shared/repository/runs/plans.ts'
import type { Call, Desk } from '../entry/api-operation.ts'
import { findNamedRun } from './named-run.ts'

/** Rows of outcomes: what they can be filtered by, where they come from, how they are shown and filed. */
export interface OutcomeSource<Row, Shown, Field extends string, Column extends string> {
  readonly fields: FilterFields<Field>
  readonly valueOf: (row: Row, field: Field) => FieldValue
  readonly rows: (call: Call<unknown>, desk: Desk) => Promise<readonly Row[]>
  readonly represent: (row: Row) => Shown
  readonly columns: readonly Column[]
  readonly cells: (shown: Shown) => Readonly<Record<Column, Cell>>
}

const source = <Row, Shown, Field extends string, Column extends string>(
  one: OutcomeSource<Row, Shown, Field, Column>,
): OutcomeSource<Row, Shown, Field, Column> => one

/** `?run=`, and without it the latest: rows as far as the run has come. */
export const OF_RUN = source({
  fields: OUTCOME_FIELDS,
  valueOf: ({ row }: RowOfRun, field) => outcomeValueOf(row, field),
  rows: rowsWithRun,
  represent: ({ row, runId }) => representOutcome(row, runId),
  columns: OUTCOME_COLUMNS,
  cells: outcomeCells,
})

/** `?plan=`: what a run would make of each, in the order of a run. */
export const OF_PLAN = source({
  ...OF_RUN,
  rows: async ({ id, event }, { table, clock }) => {
    const planHash = event.queryStringParameters?.plan ?? ''
    const { members } = await theUsablePlan(table, { batchId: id, planHash }, clock.now())
    return members.map((row) => ({ row, runId: null }))
  },
})

/** `?operation=`: what an operation over the members did to each, in the order of the members. */
export const OF_OPERATION = source({
  fields: MEMBER_RESULT_FIELDS,
  valueOf: memberResultValueOf,
  rows: ({ id, event }, { table, clock }) =>
    theMemberResults(
      table,
      { batchId: id, operation: event.queryStringParameters?.operation ?? '' },
      clock.now(),
    ),
  represent: (result) => result,
  columns: MEMBER_RESULT_COLUMNS,
  cells: (result) => ({ ...result }),
})

interface RowOfRun {
  readonly row: RunRow
  /** Null in a plan. */
  readonly runId: string | null
}

async function rowsWithRun(call: Call<unknown>, desk: Desk): Promise<readonly RowOfRun[]> {
  const run = await findNamedRun(call, desk)
  if (!run) return []
  return (await rowsOfRun(desk.table, run)).map((row) => ({ row, runId: run.runId }))
}
