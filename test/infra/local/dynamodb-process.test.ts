import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { startDynamoDb } from '../../../infra/local/dynamodb-process.ts'
import { connectToDynamoDb } from '../../../infra/local/endpoint/dynamodb-client.ts'
import { eventually } from './eventually.ts'
import { TABLE } from './table.ts'

test('keeps tables in the data directory and answers nobody after its stop', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'dynamodb-'))
  const first = await startDynamoDb({ dataDirectory })
  await connectToDynamoDb(first.endpoint).call('CreateTable', TABLE)
  await first.stop()
  await expect(fetch(first.endpoint)).rejects.toThrow()

  const second = await startDynamoDb({ dataDirectory })
  const { TableNames } = await connectToDynamoDb(second.endpoint).call('ListTables', {})
  await second.stop()
  await rm(dataDirectory, { recursive: true })
  expect(TableNames).toEqual([TABLE.TableName])
})

test('finds the latest record of a stream without reading the others', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'dynamodb-'))
  const dynamoDb = await startDynamoDb({ dataDirectory })
  const file = new DatabaseSync(join(dataDirectory, 'dynamodb.sqlite'), { readOnly: true })
  const plan = file.prepare(`EXPLAIN QUERY PLAN SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1
    FROM _stream_records WHERE table_name = ?1`)
  expect(plan.all('desk').map(({ detail }) => String(detail))).toEqual([
    expect.stringContaining('SEARCH _stream_records USING COVERING INDEX'),
  ])
  file.close()
  await dynamoDb.stop()
  await rm(dataDirectory, { recursive: true })
})

test.each(['SIGKILL', 'SIGTERM'] as const)('does not outlive a process that %s ends', async (signal) => {
  const module = fileURLToPath(new URL('../../../infra/local/dynamodb-process.ts', import.meta.url))
  const program = `
    import { startDynamoDb } from ${JSON.stringify(module)}
    console.log((await startDynamoDb()).endpoint)
    setInterval(() => {}, 1000)`
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program])
  const [endpoint = ''] = (await firstLine(parent.stdout)).split('\n')
  expect((await fetch(endpoint)).status).toBeGreaterThan(0)

  parent.kill(signal)
  await eventually(() => expect(fetch(endpoint)).rejects.toThrow())
})

async function firstLine(stdout: Readable): Promise<string> {
  for await (const chunk of stdout) return String(chunk)
  throw new Error('it wrote nothing')
}
