import type { Leases } from '../../shared/repository/batches/leases.ts'
import type { Item } from '../../shared/repository/client.ts'
import type { Key } from '../../shared/repository/keys.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import type { IndexName } from '../../shared/repository/table.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { WriteCall } from './dynamo/calls.ts'

/**
 * What is explored: processes that run the real code on a model of DynamoDB, what may happen to them, and what must
 * hold. That a process crashes needs no move of its own: every state that is reached is also judged as if whoever has
 * not finished never moved again and the sweeper came.
 */
export interface Scenario {
  readonly seed: readonly Item[]
  readonly processes: readonly Process[]
  readonly may?: Liberties
  /** Undoes or finishes whatever is not at rest; for it every lease is over. */
  readonly sweeper?: Process
  readonly promises: Promises
}

/** Code that depends on nothing but its world's answers; it is started anew for every history of answers. */
export interface Process {
  readonly name: string
  run(world: World): Promise<unknown>
  /** Seeds a bug between the code and the table: what is sent arrives changed. */
  readonly tamper?: (call: WriteCall) => WriteCall
}

export interface World {
  readonly table: OrganizationTable
  /** Stands still: what depends on the time is asked. */
  readonly clock: Clock
  /** Whether a lease is over is asked, too. */
  readonly leases: Leases
  /** A question to the clock that any answer must be safe for, such as whether a lease is over. */
  ask(question: string): boolean
}

/** What the explorer may do to the processes; nothing of it where it is not said. */
export interface Liberties {
  /** Questions to the clock get every answer; else all are denied. */
  readonly anyClock?: boolean
  /** A pause may be refused: the call may wait no longer. */
  readonly impatience?: boolean
  /** So often an answer is lost after the write, and the SDK sends the same again: it is then judged anew. */
  readonly lostAnswers?: number
  /** So often a call throws, before or after it wrote. */
  readonly faults?: number
  /** Several items are read one after the other, with others' writes between. */
  readonly tornReads?: boolean
  /** Indexes that learn of a write at some later time, item by item. */
  readonly lagging?: readonly IndexName[]
}

export interface Promises {
  /** Of every table that is reached. */
  readonly always: (table: TableView) => Broken
  /** Of every answer, at the moment it is given. */
  readonly answered?: (
    process: string,
    answer: unknown,
    table: TableView,
    facts: ReadonlySet<string>,
  ) => Broken
  /** Of every answer, from then on. */
  readonly stands?: (process: string, answer: unknown, table: TableView) => Broken
  /** When all have finished. */
  readonly ended?: (answers: ReadonlyMap<string, unknown>, table: TableView) => Broken
  /** After a sweep, whenever whoever stopped. */
  readonly swept?: (table: TableView) => Broken
  /** What is remembered of the tables on the way, for `answered`. */
  readonly facts?: (table: TableView) => readonly string[]
}

/** What does not hold, in words. */
export type Broken = string | undefined

export interface TableView {
  get(key: Key): Item | undefined
  readonly items: readonly Item[]
}
