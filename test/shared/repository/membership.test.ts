import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { claimFrom } from '../../../shared/repository/batches/claim-writes.ts'
import { theBatchWithMembers } from '../../../shared/repository/batches/members.ts'
import { selectByIds } from '../../../shared/repository/batches/selecting.ts'
import { requestKey } from '../../../shared/repository/keys.ts'
import { batchesOf } from '../../../shared/repository/membership.ts'
import { getItem } from '../../../shared/repository/read.ts'
import { operations } from '../../functions/background/operations.ts'
import { type Batches, batchesOn } from '../../functions/payout-request-batches/members.ts'
import { crashAt } from '../../harness/crash.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'

/** Readers who are overtaken between two of their reads. */

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

const change = async ({ ask }: Batches, id: string, how: 'add' | 'remove', payoutRequestIds: string[]) =>
  expect((await ask(`payout-request-batches/${how}`, { id, body: { payoutRequestIds } })).status).toBe(200)

it('members that were listed before a removal and an addition are not taken for those after', async () => {
  const batches = batchesOn(desk)
  const table = desk.table.as(batches.organization)
  const [a = '', b = '', c = ''] = await batches.requests(3)
  const { id } = await batches.create([a, b])
  let overtaken = false
  const send = async (command: Parameters<DynamoDBDocumentClient['send']>[0]) => {
    if (command instanceof GetCommand && !overtaken) {
      overtaken = true
      await new Promise((resolve) => setTimeout(resolve, 50)) // the lists are read meanwhile
      await change(batches, id, 'remove', [b])
      await change(batches, id, 'add', [c])
    }
    return table.client.send(command)
  }
  const client: DynamoDBDocumentClient = Object.assign(Object.create(DynamoDBDocumentClient.prototype), {
    send,
  })
  const { payoutRequestIds } = await theBatchWithMembers({ ...table, client }, id)
  expect(payoutRequestIds.toSorted()).toEqual([a, c].toSorted())
})

it('a claim that was read before a removal does not count after it', async () => {
  const batches = batchesOn(desk)
  const table = desk.table.as(batches.organization)
  const [a = '', b = ''] = await batches.requests(2)
  const { id } = await batches.create([a, b])
  const claims = await Promise.all(
    [a, b].map(async (one) => ({
      id: one,
      claim: claimFrom(await getItem(table, requestKey(table.organization, one))),
    })),
  )
  await change(batches, id, 'remove', [b])
  expect(await batchesOf(table, claims)).toEqual(new Map([[a, id]]))
})

it('a claim of an addition that was undone does not count, whatever is added afterwards', async () => {
  const batches = batchesOn(desk)
  const table = desk.table.as(batches.organization)
  const { addition } = operations
  if (!addition) throw new Error('There is no addition.')
  const about = await addition.prepare(batches)
  const crash = crashAt(table, 2, 'after')
  await Promise.race([crash.stopped, addition.run(crash.table, about)])
  const claims = await Promise.all(
    about.ids.map(async (one) => ({
      id: one,
      claim: claimFrom(await getItem(table, requestKey(table.organization, one))),
    })),
  )
  expect(claims.filter(({ claim }) => claim).length).toBeGreaterThan(0)
  await change(batches, about.batch.id, 'add', await batches.requests(1))
  expect(await batchesOf(table, claims)).toEqual(new Map())
  expect((await selectByIds(table, about.ids)).conflicts).toEqual([])
})
