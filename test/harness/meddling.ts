import { BatchGetCommand, DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { type Key, requestKey } from '../../shared/repository/keys.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'

export interface Meddling {
  readonly table: OrganizationTable
  /** How often each request was loaded, by id. */
  readonly loads: (id: string) => number
}

/** The table of somebody who is meddled with: just before a transaction arrives that writes these keys. */
export function meddledWith(
  table: OrganizationTable,
  meddle: (touches: (key: Key) => boolean) => Promise<unknown>,
): Meddling {
  const loads = new Map<string, number>()
  const send = async (command: Parameters<DynamoDBDocumentClient['send']>[0]) => {
    if (command instanceof BatchGetCommand)
      for (const key of command.input.RequestItems?.[table.name]?.Keys ?? [])
        loads.set(textOf(key), (loads.get(textOf(key)) ?? 0) + 1)
    if (command instanceof TransactWriteCommand) {
      const written = new Set(
        (command.input.TransactItems ?? []).map(({ Update, Put }) => textOf(Update?.Key ?? Put?.Item)),
      )
      await meddle((key) => written.has(textOf(key)))
    }
    return table.client.send(command)
  }
  const client: DynamoDBDocumentClient = Object.assign(Object.create(DynamoDBDocumentClient.prototype), {
    send,
  })
  return {
    table: { ...table, client },
    loads: (id) => loads.get(textOf(requestKey(table.organization, id))) ?? 0,
  }
}

const textOf = (item: { readonly [name: string]: unknown } | Key | undefined): string =>
  item ? `${String(item.pk)} ${String(item.sk)}` : ''
