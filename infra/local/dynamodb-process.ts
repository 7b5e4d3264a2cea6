import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { indexStreamRecords, temporaryDirectory } from './dynamodb-file.ts'
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

  if (options.dataDirectory !== undefined) {
    await mkdir(options.dataDirectory, { recursive: true })
    return startDynoxide(join(options.dataDirectory, 'dynamodb.sqlite'))
  }
  const directory = await temporaryDirectory()
  try {
    return await startDynoxide(join(directory.path, 'dynamodb.sqlite'))
  } finally {
    await directory.remove() // dynoxide goes on with the open files, and nobody has to remove them later
  }
}

async function startDynoxide(file: string): Promise<DynamoDbProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    const started = startTiedProcess([binary(), 'serve', '--port', String(port), '--db-path', file])
    try {
      await started.wrote('listening on')
      indexStreamRecords(file)
      started.unref()
      return { endpoint: `http://127.0.0.1:${port}`, stop: () => started.stop() }
    } catch (error) {
      await started.stop()
      if (attempt === START_ATTEMPTS_LIMIT) throw error
    }
  }
}

/** Another process may take the free port between our looking and dynoxide's binding. */
const START_ATTEMPTS_LIMIT = 5

function binary(): string {
  const { resolve } = createRequire(import.meta.url)
  return join(dirname(resolve(`@dynoxide/linux-${process.arch}/package.json`)), 'dynoxide')
}
