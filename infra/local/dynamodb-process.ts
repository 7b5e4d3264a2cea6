import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { freePort } from './free-port.ts'
import { startTiedProcess } from './tied-process.ts'

export interface DynamoDbProcess {
  endpoint: string
  stop(): Promise<void>
}

/**
 * Starts DynamoDB on a free port of this machine: in memory, or in `<dataDirectory>/dynamodb.sqlite`.
 * It ends with this process, however this process ends. `DYNAMODB_ENDPOINT` names one that is already running.
 */
export async function startDynamoDb(options: { dataDirectory?: string } = {}): Promise<DynamoDbProcess> {
  const endpoint = process.env['DYNAMODB_ENDPOINT']
  if (endpoint !== undefined && endpoint !== '') return { endpoint, stop: async () => {} }

  const storage = await storageArguments(options.dataDirectory)
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    const started = startTiedProcess([binary(), 'serve', '--port', String(port), ...storage])
    try {
      await started.wrote('listening on')
      started.unref()
      return { endpoint: `http://127.0.0.1:${port}`, stop: () => started.stop() }
    } catch (error) {
      if (attempt === START_ATTEMPTS_LIMIT) throw error
    }
  }
}

/** Another process may take the free port between our looking and dynoxide's binding. */
const START_ATTEMPTS_LIMIT = 5

async function storageArguments(dataDirectory: string | undefined): Promise<string[]> {
  if (dataDirectory === undefined) return []
  await mkdir(dataDirectory, { recursive: true })
  return ['--db-path', join(dataDirectory, 'dynamodb.sqlite')]
}

function binary(): string {
  const { resolve } = createRequire(import.meta.url)
  return join(dirname(resolve(`@dynoxide/linux-${process.arch}/package.json`)), 'dynoxide')
}
