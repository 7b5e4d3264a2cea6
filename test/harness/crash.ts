import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'

export interface Crash {
  readonly table: OrganizationTable
  /** Resolves when the one who works on the table stops. */
  readonly stopped: Promise<'stopped'>
}

/** The table of somebody who stops for ever, before or after their nth write, counted from 1. */
export function crashAt(table: OrganizationTable, nth: number, when: 'before' | 'after'): Crash {
  const { promise: stopped, resolve } = Promise.withResolvers<'stopped'>()
  let writes = 0
  const never = () => {
    resolve('stopped')
    return new Promise<never>(() => {})
  }
  const send = async (command: Parameters<DynamoDBDocumentClient['send']>[0]) => {
    const isRead = [GetCommand, BatchGetCommand, QueryCommand].some((read) => command instanceof read)
    if (!isRead) writes += 1
    if (writes > nth || (writes === nth && when === 'before')) return never()
    const answer = await table.client.send(command)
    return writes === nth && when === 'after' && !isRead ? never() : answer
  }
  // The SDK's paginators ask whether the client is one.
  const client: DynamoDBDocumentClient = Object.assign(Object.create(DynamoDBDocumentClient.prototype), {
    send,
  })
  return { table: { ...table, client }, stopped }
}
