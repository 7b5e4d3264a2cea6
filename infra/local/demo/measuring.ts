import { LOCAL_STAGE } from '../../admin/stage-table.ts'
import { nameIn } from '../../names.ts'
import { type Counts, totalsOf } from '../endpoint/counts.ts'

/** What a step took: of time here, and of what AWS would bill. */
export interface Measurement {
  readonly ms: number
  readonly dynamodbRequests: number
  /** Of the table and of its indexes. */
  readonly writeUnits: number
  readonly readUnits: number
  readonly stateTransitions: number
}

const inStage = (name: string): string => nameIn(LOCAL_STAGE, name)

/** The endpoint that creates a batch, without its authorizer and without what follows from its writes. */
export const CREATE_FUNCTIONS = [inStage('payout-request-batches-create')]

/** The steps of a run. */
export const RUN_FUNCTIONS = ['begin', 'allocate-chunk', 'conclude'].map((step) =>
  inStage(`batch-run-${step}`),
)

/** Does the work and measures what these functions did meanwhile. */
export async function measured<Result>(
  counts: Counts,
  functions: readonly string[],
  work: () => Promise<Result>,
): Promise<{ result: Result; measurement: Measurement }> {
  const before = counts.snapshot()
  const began = performance.now()
  const result = await work()
  const ms = Math.round(performance.now() - began)
  const added = counts.since(before)
  const { dynamodbRequests, tableWriteUnits, indexWriteUnits, readUnits } = totalsOf(added, functions)
  return {
    result,
    measurement: {
      ms,
      dynamodbRequests,
      writeUnits: tableWriteUnits + indexWriteUnits,
      readUnits,
      stateTransitions: added.stateTransitions,
    },
  }
}
