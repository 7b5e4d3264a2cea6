import {
  DeleteCommand,
  PutCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import type { Table } from './client.ts'

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/** One write needs no transaction: half the write units, the same condition. */
export async function sendSingly(table: Table, { Put, Update, Delete }: TransactItem): Promise<void> {
  if (Put) await table.client.send(new PutCommand(Put))
  if (Update) await table.client.send(new UpdateCommand(Update))
  if (Delete) await table.client.send(new DeleteCommand(Delete))
}
