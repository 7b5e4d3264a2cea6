import { randomUUID } from 'node:crypto'
import {
  type CancellationReason,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { Item, Table } from './client.ts'
import { allOf, binder, type Condition, type Update, updateExpression } from './expressions.ts'
import type { Key } from './keys.ts'
import { untilHeard } from './patience.ts'
import { sendSingly } from './single-write.ts'

/** DynamoDB: a transaction takes so many actions on distinct items. */
export const TRANSACTION_ACTIONS_LIMIT = 100

/** One conditional write: what is done to which item, when, and what it means if that condition does not hold. */
export type Write = Action & {
  readonly key: Key
  readonly when?: readonly Condition[]
  /** Called with the item as it was found; an error is thrown, `already-done` counts as success. */
  readonly otherwise?: (found: Item | undefined) => Error | 'already-done'
}

type Action =
  | { readonly put: Item }
  | { readonly update: Update }
  | { readonly remove: true }
  | { readonly check: true }

/** What was read is no longer so: the caller begins again from its load (design §5). */
export class Stale extends Error {
  override readonly name = 'Stale'
}

export const stale = (): Stale => new Stale('What was decided on has changed meanwhile.')

/** `item`: after a single update, the item as it is then. */
export type Attempt =
  | { readonly applied: true; readonly item?: Item | undefined }
  | { readonly applied: false; readonly refused: readonly Refused[] }

export interface Refused {
  readonly index: number
  readonly found: Item | undefined
}

/**
 * Writes all or nothing; throws what the first refused write's `otherwise` says. `stale` comes first: a copy of the
 * call may have had the effect that the others refuse, and who begins again finds its answer.
 */
export async function commit(table: Table, writes: readonly Write[]): Promise<'done' | 'already-done'> {
  const attempt = await attemptAll(table, writes)
  if (attempt.applied) return 'done'
  const meanings = attempt.refused.map(({ index, found }) => (writes[index]?.otherwise ?? stale)(found))
  const errors = meanings.filter((meaning) => meaning instanceof Error)
  const refusal = errors.find((error) => error instanceof Stale) ?? errors[0]
  if (refusal) throw refusal
  return 'already-done'
}

/** Updates one item and answers it as it is then; throws what `otherwise` says. */
export async function commitReturning(table: Table, write: Write): Promise<Item> {
  const attempt = await attemptOne(table, write)
  if (attempt.applied) return attempt.item ?? {}
  const meaning = (write.otherwise ?? stale)(attempt.refused[0]?.found)
  throw meaning instanceof Error ? meaning : stale()
}

/** Writes all or nothing and tells which conditions did not hold, with the items as found. */
export function attemptAll(table: Table, writes: readonly Write[]): Promise<Attempt> {
  const [first, ...others] = writes
  if (!first) throw new Error('A transaction needs at least one write.')
  if (others.length === 0 && !('check' in first)) return attemptOne(table, first)
  const TransactItems = writes.map((write) => action(table, write))
  // One for all tries: what was done and not heard of is not done again, also when the next try is throttled.
  const ClientRequestToken = randomUUID()
  return untilHeard(table.patience, async () => {
    try {
      await table.client.send(new TransactWriteCommand({ TransactItems, ClientRequestToken }))
      return { applied: true }
    } catch (error) {
      if (error instanceof TransactionCanceledException) return refusedIn(error)
      throw error
    }
  })
}

const attemptOne = (table: Table, write: Write): Promise<Attempt> =>
  untilHeard(table.patience, async () => {
    try {
      return { applied: true, item: await sendSingly(table, action(table, write)) }
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
      return { applied: false, refused: [{ index: 0, found: error.Item && unmarshall(error.Item) }] }
    }
  })

/** A refused condition outranks a conflict: the item named is re-read, and asking again would be refused again. */
function refusedIn(canceled: TransactionCanceledException): Attempt {
  const refused = (canceled.CancellationReasons ?? []).flatMap((reason, index) =>
    reason.Code === 'ConditionalCheckFailed' ? [{ index, found: foundIn(reason) }] : [],
  )
  if (refused.length === 0) throw canceled
  return { applied: false, refused }
}

const foundIn = (reason: CancellationReason): Item | undefined => reason.Item && unmarshall(reason.Item)

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

function action(table: Table, write: Write): TransactItem {
  const bind = binder()
  const update = 'update' in write ? updateExpression(write.update, bind) : ''
  const condition = allOf(write.when ?? [], bind)
  const common = {
    TableName: table.name,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    ...(condition && { ConditionExpression: condition }),
    ...(Object.keys(bind.names).length > 0 && { ExpressionAttributeNames: bind.names }),
    ...(Object.keys(bind.values).length > 0 && { ExpressionAttributeValues: bind.values }),
  }
  if ('put' in write) return { Put: { ...common, Item: { ...write.key, ...write.put } } }
  if ('update' in write) return { Update: { ...common, Key: write.key, UpdateExpression: update } }
  if ('remove' in write) return { Delete: { ...common, Key: write.key } }
  return { ConditionCheck: { ...common, Key: write.key, ConditionExpression: condition } }
}
