import type { Table } from '../../../shared/repository/client.ts'

/** The table, where a call may be watched, delayed or made to fail before it is sent. */
export function intercepted(table: Table, before: (call: string) => unknown): Table {
  const client = Object.create(table.client) as Table['client']
  client.send = (async (command: { input: unknown }) => {
    await before(`${command.constructor.name} ${textOf(command.input)}`)
    return Reflect.apply(table.client.send, table.client, [command])
  }) as Table['client']['send']
  return { ...table, client }
}

const textOf = (input: unknown): string =>
  JSON.stringify(input, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
