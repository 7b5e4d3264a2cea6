import {
  DeleteCommand,
  PutCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import type { Item, Table } from './client.ts'

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/** One write needs no transaction: half the write units, the same condition. Answers an updated item. */
export async function sendSingly(
  table: Table,
  { Put, Update, Delete }: TransactItem,
): Promise<Item | undefined> {
  if (Put) await table.client.send(new PutCommand(Put))
  if (Delete) await table.client.send(new DeleteCommand(Delete))
  if (!Update) return undefined
  const { Attributes } = await table.client.send(new UpdateCommand({ ...Update, ReturnValues: 'ALL_NEW' }))
  return Attributes
}
