import { vi } from 'vitest'
import { tableFor } from '../../../functions/entry/table.ts'
import type { Call } from '../../../infra/local/endpoint/call.ts'
import { WRITES } from '../../../infra/local/endpoint/consumed-capacity.ts'
import { startCounting } from '../../../infra/local/endpoint/counts.ts'
import { dynamoDbService } from '../../../infra/local/endpoint/dynamodb.ts'
import { connectToDynamoDb, type DynamoDbClient } from '../../../infra/local/endpoint/dynamodb-client.ts'
import { frozenIndexes } from '../../../infra/local/endpoint/frozen-indexes.ts'
import { seededRandom } from '../../../infra/local/random.ts'
import { documentClient } from '../../../shared/repository/client.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { patience } from '../../../shared/runtime/clock.ts'
import { startTestTable, tableNamed } from '../../harness/table.ts'
import { transportTo } from './transport.ts'

/** Where runs are played, one after the other: one DynamoDB process, and time and chance that begin anew for each. */
export interface Stage {
  /** Does this on an empty table of its own; the same seed does the same. */
  perform<T>(seed: number, run: (setting: Setting) => Promise<T>): Promise<T>
  stop(): Promise<void>
}

export interface Setting {
  readonly table: OrganizationTable
  readonly random: () => number
  /** From now on this is told of every write that was done, before anything else is done to the table. */
  readonly watch: (witness: Witness) => void
}

export type Witness = (write: Call, dynamoDb: DynamoDbClient) => Promise<void>

const NOBODY: Witness = async () => {}

const FIRST_MOMENT = new Date('2026-01-02T03:04:05.000Z')

/** Where the product takes chance from besides `Math.random`. */
const chance = vi.hoisted(() => ({ random: Math.random }))

// Ids are by the seed as well.
vi.mock('node:crypto', async (original) => ({
  ...(await original<object>()),
  randomBytes: (size: number) => Buffer.from(Array.from({ length: size }, () => chance.random() * 256)),
}))

// The sweeper's pauses are by the clock that is played.
vi.mock('node:timers/promises', async (original) => ({
  ...(await original<object>()),
  setTimeout: (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
}))

export async function startStage(): Promise<Stage> {
  const { endpoint, stop } = await startTestTable()
  const dynamoDb = connectToDynamoDb(endpoint)
  const parts = { client: dynamoDb, counts: startCounting(), frozenIndexes: frozenIndexes(dynamoDb) }
  const service = dynamoDbService({ ...parts, onWrite: () => {} })
  let witness = NOBODY
  const transport = transportTo(async (call) => {
    const answer = await service(call)
    if (answer.status === 200 && WRITES.has(call.operation)) await witness(call, dynamoDb)
    return answer
  })
  const { config } = tableFor('', patience(0)).client // the one that all handlers share
  config.requestHandler = Object.assign(Object.create(config.requestHandler), transport)
  let runs = 0

  return {
    async perform(seed, run) {
      const random = seededRandom(seed)
      chance.random = random
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: FIRST_MOMENT })
      vi.spyOn(Math, 'random').mockImplementation(random)
      config.retryStrategy = documentClient().config.retryStrategy // it remembers how often it has been used
      const name = `run-${++runs}`
      process.env['TABLE_NAME'] = name
      await dynamoDb.call('CreateTable', tableNamed(name))
      try {
        const table = tableFor('org_1', patience(60_000))
        return await run({ table, random, watch: (one) => (witness = one) })
      } finally {
        witness = NOBODY
        await dynamoDb.call('DeleteTable', { TableName: name })
        vi.restoreAllMocks()
        vi.useRealTimers()
      }
    },
    async stop() {
      dynamoDb.close()
      await stop()
    },
  }
}
