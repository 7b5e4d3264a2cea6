import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { approveMember } from '../../../shared/domain/member-operation.ts'
import { operateOnEach } from '../../../shared/repository/batches/each-member.ts'
import { changingRequests } from '../../../shared/repository/batches/request-changes.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { readyRequests } from '../../harness/payout-requests.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTestTable()
})
afterAll(() => table.stop())

const STAMP = { by: 'usr_test', at: '2026-11-21T10:00:00.000Z' }

it('changes members at most 64 at a time', async () => {
  const organization = table.as('org_busy')
  const requests = await readyRequests(organization, 300)
  const counted = countingCalls(organization)
  const ids = requests.map(({ id }) => id)
  const results = await operateOnEach(changingRequests(counted.table, approveMember, STAMP), ids)
  expect(results.map(({ payoutRequestId, outcome }) => [payoutRequestId, outcome])).toEqual(
    ids.map((id) => [id, 'done']),
  )
  expect(counted.most()).toBe(64)
})

/** The table of somebody whose calls are counted while they are under way. */
function countingCalls(table: OrganizationTable): { table: OrganizationTable; most: () => number } {
  let underWay = 0
  let most = 0
  const send = async (command: Parameters<DynamoDBDocumentClient['send']>[0]) => {
    underWay += 1
    most = Math.max(most, underWay)
    try {
      return await table.client.send(command)
    } finally {
      underWay -= 1
    }
  }
  const client: DynamoDBDocumentClient = Object.assign(Object.create(DynamoDBDocumentClient.prototype), {
    send,
  })
  return { table: { ...table, client }, most: () => most }
}
