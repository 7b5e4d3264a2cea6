import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lookAfterSchedule } from '../../../functions/background/looking-after-schedules.ts'
import { createKey, revokeKey } from '../../../infra/admin/keys.ts'
import { createOrganization } from '../../../infra/admin/organizations.ts'
import { scheduleKey } from '../../../shared/repository/schedule-keys.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { readyRequests } from '../../harness/payout-requests.ts'
import { type Asking, askingOn } from '../batch-requests/asking.ts'

/** A schedule approves if its creator holds the permission when it is time (rules §5). */

let desk: TestDesk
let us: Asking
beforeAll(async () => {
  desk = await startTestDesk()
})
beforeEach(async () => {
  us = await askingOn(desk)
})
afterAll(() => desk.stop())

const APPROVE = 'PostPayoutRequestBatchApprove'
const SCHEDULE = { name: 'Daily', expression: 'rate(1 day)', filter: 'status:ready', approve: true }
const TOMORROW = () => new Date(Date.now() + 25 * 3_600_000)

const keyOf = (permissions: readonly string[], userId = 'usr_ann') =>
  createKey(us.table, { organizationId: us.organization, userId, permissions })
const by = (keyId: string, userId = 'usr_ann') => ({ userId, authorizer: { credentialId: keyId } })
const create = (caller: object, body: object = SCHEDULE) =>
  us.ask('payout-request-batch-schedules/create', { body, ...caller })
const patch = (id: string, body: object, caller: object) =>
  us.ask('payout-request-batch-schedules/patch', { id, body, method: 'PATCH', ...caller })

/** Lets its time come, and what it asks for be made. */
async function itIsTime(id: string): Promise<any> {
  const sent: object[] = []
  const key = scheduleKey(us.organization, id)
  await lookAfterSchedule(us.table, key, TOMORROW(), async (message) => void sent.push(message))
  for (const detail of sent) await us.deliver({ 'detail-type': 'payout-request-batch-recorded', detail })
  return (await us.runs(id))[0]
}

describe('who may have a schedule approve', () => {
  it('is whose API key may approve batches', async () => {
    const [may, mayAll] = [await keyOf([APPROVE]), await keyOf(['*'])]
    for (const { keyId } of [may, mayAll]) expect((await create(by(keyId))).status).toBe(201)
  })

  it('is nobody else: not another key of the same user, another user of the key, or a token', async () => {
    const [mayNot, may] = [await keyOf(['PostPayoutRequestBatchSchedule']), await keyOf([APPROVE])]
    const foreign = await createOrganization(us.table, 'Other')
    const [theirs] = [
      await createKey(us.table, {
        organizationId: foreign.organizationId,
        userId: 'usr_ann',
        permissions: ['*'],
      }),
    ]
    for (const caller of [by(mayNot.keyId), by(may.keyId, 'usr_bob'), by(theirs.keyId), by('token'), {}])
      expect((await create(caller)).body).toMatchObject({
        status: 403,
        type: 'urn:payout-desk:problem:forbidden',
      })
    await revokeKey(us.table, may.keyId)
    expect((await create(by(may.keyId))).status).toBe(403)
    expect((await create(by(mayNot.keyId), { ...SCHEDULE, approve: false })).status).toBe(201)
  })

  it('changes one that approves; anybody may pause it', async () => {
    const [may, mayNot] = [
      await keyOf([APPROVE]),
      await keyOf(['PatchPayoutRequestBatchSchedule'], 'usr_bob'),
    ]
    const { id } = (await create(by(may.keyId))).body
    const bob = by(mayNot.keyId, 'usr_bob')
    expect((await patch(id, { filter: 'currency:EUR' }, bob)).status).toBe(403)
    expect((await patch(id, { approve: false }, bob)).status).toBe(200)
    expect((await patch(id, { approve: true }, bob)).status).toBe(403)
    expect((await patch(id, { approve: true }, by(may.keyId))).status).toBe(200)
    expect((await patch(id, { status: 'paused' }, bob)).status).toBe(200)
    expect((await patch(id, { status: 'active' }, bob)).status).toBe(403)
    expect((await patch(id, { status: 'active' }, by(may.keyId))).body.userId).toBe('usr_ann')
  })
})

describe('when it is time', () => {
  it('approves while its creator holds the permission, by whatever key', async () => {
    const first = await keyOf([APPROVE])
    const { id } = (await create(by(first.keyId))).body
    await revokeKey(us.table, first.keyId)
    await keyOf(['*'])
    const [request] = await readyRequests(us.table, 2)
    const run = await itIsTime(id)
    expect(run).toMatchObject({ status: 'processing', approve: true, userId: 'usr_ann' })
    expect(run.batches).toMatchObject([{ totalCount: 2, operationId: expect.any(String) }])
    expect((await us.ask('payout-requests/get', { id: request?.id ?? '' })).body.status).toBe('approved')
  })

  it('does nothing when its creator has lost the permission, and says so', async () => {
    const key = await keyOf([APPROVE])
    const { id } = (await create(by(key.keyId))).body
    await revokeKey(us.table, key.keyId)
    await keyOf(['*'], 'usr_bob')
    const [request] = await readyRequests(us.table, 2)
    expect(await itIsTime(id)).toMatchObject({
      status: 'failed',
      reason: 'user-may-not-approve',
      batches: [],
    })
    const { body } = await us.ask('payout-requests/get', { id: request?.id ?? '' })
    expect([body.status, body.batchId]).toEqual(['ready', null])
  })
})
