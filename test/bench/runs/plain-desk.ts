import { randomUUID } from 'node:crypto'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import { startDynamoDb } from '../../../infra/local/dynamodb-process.ts'
import { startTableEndpoint } from '../../../infra/local/endpoint/table-endpoint.ts'
import { NO_RESULTS, successes } from '../../../shared/domain/batch.ts'
import { beginRun } from '../../../shared/domain/batch-changes.ts'
import { startRun, theBatch } from '../../../shared/repository/batches/batches.ts'
import { membersAt } from '../../../shared/repository/batches/claiming-table.ts'
import { createBatch } from '../../../shared/repository/batches/creation.ts'
import { creationTable } from '../../../shared/repository/batches/creation-table.ts'
import { documentClient } from '../../../shared/repository/client.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import type { RunId } from '../../../shared/repository/runs/parts.ts'
import { patience, systemClock } from '../../../shared/runtime/clock.ts'
import { idsFrom } from '../../../shared/runtime/ids.ts'
import { tableNamed } from '../../harness/table.ts'
import { executePlainly } from './plain-machine.ts'
import { allocateOne, begin, conclude } from './plain-steps.ts'
import { type RunCosts, runCostsIn } from './run-costs.ts'
import { furnish, type Situation } from './situation.ts'

export interface PlainDesk {
  /** What the run of a batch takes in this situation. */
  run(situation: Situation): Promise<RunCosts>
  stop(): Promise<void>
}

/** The plain baseline over a table like the product's, in a DynamoDB of its own, behind the same counting endpoint. */
export async function startPlainDesk(): Promise<PlainDesk> {
  const dynamoDb = await startDynamoDb()
  const { url, counts, ...endpoint } = await startTableEndpoint(dynamoDb.endpoint)
  const credentials = { accessKeyId: 'plain', secretAccessKey: 'local' }
  const client = new DynamoDBClient({ endpoint: url, region: 'us-east-1', credentials })
  const name = `plain-${randomUUID()}`
  await client.send(new CreateTableCommand(tableNamed(name)))
  return {
    async run(situation) {
      const organization = `org_${randomUUID()}`
      const table = { client: documentClient(client), name, patience: patience(PATIENCE), organization }
      const run = await startedRun(table, situation)
      const before = counts.snapshot()
      await executePlainly(counts, {
        begin: async () => ({ requests: (await begin(table, run)).map((id, number) => ({ id, number })) }),
        'allocate-one': (item) => allocateOne(table, run, Item.parse(item)),
        conclude: () => conclude(table, run),
      })
      const costs = runCostsIn(counts.since(before))
      await demandAllocated(table, run, situation)
      return costs
    },
    async stop() {
      client.destroy()
      await endpoint.stop()
      await dynamoDb.stop()
    },
  }
}

const PATIENCE = 60_000
const Item = z.object({ id: z.string(), number: z.int() })

/** A batch of all the situation's requests, whose run has been asked for and not begun. */
async function startedRun(table: OrganizationTable, situation: Situation): Promise<RunId> {
  const requests = await furnish(table, situation)
  const ids = idsFrom(systemClock)
  const at = systemClock.now().toISOString()
  const batchId = ids.next('preq_batch')
  const fresh = {
    id: batchId,
    userId: 'usr_plain',
    description: null,
    allocationOrder: null,
    createdTime: at,
  }
  const members = await membersAt(
    table,
    requests.map(({ id }) => id),
  )
  await createBatch(creationTable(table, fresh, systemClock), batchId, { kind: 'ids', members })
  const runId = ids.next('run')
  const run = {
    id: runId,
    startedBy: 'usr_plain',
    startedTime: at,
    finishedTime: null,
    planHash: null,
    results: NO_RESULTS,
  }
  await startRun(table, beginRun(await theBatch(table, batchId), run), [])
  return { batchId, runId }
}

async function demandAllocated(table: OrganizationTable, { batchId }: RunId, { requests }: Situation) {
  const { run, status } = await theBatch(table, batchId)
  if (status !== 'completed' || !run || successes(run.results) !== requests)
    throw new Error('The plain run did not allocate every request.')
}
