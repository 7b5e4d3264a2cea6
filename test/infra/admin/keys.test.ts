import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createKey, listKeys, revokeKey } from '../../../infra/admin/keys.ts'
import { createOrganization } from '../../../infra/admin/organizations.ts'
import type { Table } from '../../../shared/repository/client.ts'
import { apiKeyKey } from '../../../shared/repository/keys.ts'
import { patience } from '../../../shared/runtime/clock.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'

let started: TestTable
let table: Table

beforeAll(async () => {
  started = await startTestTable()
  table = started.as('any', 60_000)
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => started.stop())

const newOrganization = async () => (await createOrganization(table, 'Acme')).organizationId

const keyFor = (organizationId: string, more: object = {}) =>
  createKey(table, { organizationId, userId: 'usr_ann', permissions: ['*'], ...more })

describe('an organization', () => {
  it('has an id of its own', async () => {
    const [one, another] = [await createOrganization(table, 'Acme'), await createOrganization(table, 'Acme')]
    expect(one).toEqual({ organizationId: one.organizationId, name: 'Acme', created: true })
    expect(one.organizationId).toMatch(/^org_[0-9A-HJKMNP-TV-Z]{26}$/)
    expect(another.organizationId).not.toBe(one.organizationId)
  })

  it('stays as it is when it is created again under its id, with its keys', async () => {
    const id = `org_${Date.now()}`
    await createOrganization(table, 'First', { id })
    await keyFor(id)
    expect(await createOrganization(table, 'Second', { id })).toEqual({
      organizationId: id,
      name: 'First',
      created: false,
    })
    expect(await listKeys(table, id)).toHaveLength(1)
  })

  it.each(['', ' ', 'x'.repeat(256)])('is not called %j', async (name) => {
    await expect(createOrganization(table, name)).rejects.toThrow('1 to 255 characters')
  })

  it.each(['', 'a#b', 'a b', 'x'.repeat(51)])('has no id %j', async (id) => {
    await expect(createOrganization(table, 'Acme', { id })).rejects.toThrow('is no organization id')
  })
})

describe('a key', () => {
  it('is listed with what it may, and without its secret', async () => {
    const organizationId = await newOrganization()
    const created = await keyFor(organizationId, {
      permissions: ['GetWebsite', 'PutWebsite'],
      expiresTime: '2099-01-01T00:00:00+01:00',
    })
    const listed = await listKeys(table, organizationId)
    const { apiKey, ...shown } = created
    expect(listed).toEqual([{ ...shown, revokedTime: null, status: 'live' }])
    expect(shown).toMatchObject({
      organizationId,
      userId: 'usr_ann',
      permissions: ['GetWebsite', 'PutWebsite'],
      expiresTime: '2098-12-31T23:00:00.000Z',
    })
    expect(JSON.stringify(listed)).not.toContain(apiKey.slice(-43))
  })

  it('leaves nothing of its secret in the table', async () => {
    const { keyId, apiKey } = await keyFor(await newOrganization())
    const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key: apiKeyKey(keyId) }))
    expect(Item).toMatchObject({
      type: 'api-key',
      keyId,
      secretHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(JSON.stringify(Item)).not.toContain(apiKey.slice(-43))
  })

  it('is never the same twice', async () => {
    const keys = await Promise.all([newOrganization(), newOrganization()].map(async (id) => keyFor(await id)))
    expect(new Set(keys.flatMap(({ keyId, apiKey }) => [keyId, apiKey.slice(-43)])).size).toBe(4)
  })

  it('may be the second, for rotation, but not the third', async () => {
    const organizationId = await newOrganization()
    const old = await keyFor(organizationId)
    const fresh = await keyFor(organizationId)
    await expect(keyFor(organizationId)).rejects.toThrow(
      `${organizationId} has 2 live keys, ${old.keyId} and ${fresh.keyId}. Revoke one first`,
    )
    await revokeKey(table, old.keyId)
    const third = await keyFor(organizationId)
    const listed = await listKeys(table, organizationId)
    expect(listed.map(({ keyId, status }) => [keyId, status])).toEqual([
      [old.keyId, 'revoked'],
      [fresh.keyId, 'live'],
      [third.keyId, 'live'],
    ])
  })

  it('that has expired makes room for another', async () => {
    const organizationId = await newOrganization()
    await keyFor(organizationId, { expiresTime: '2099-01-01T00:00:00Z' })
    await keyFor(organizationId)
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2099-01-01T00:00:00Z') })
    await keyFor(organizationId)
    expect((await listKeys(table, organizationId)).map(({ status }) => status)).toEqual([
      'expired',
      'live',
      'live',
    ])
  })

  it('is one of two also when many are asked for at once', async () => {
    const organizationId = await newOrganization()
    const asked = Array.from({ length: 8 }, () =>
      createKey(
        { ...table, patience: patience(60_000) },
        { organizationId, userId: 'usr_ann', permissions: ['*'] },
      ),
    )
    const made = (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled')
    expect(made).toHaveLength(2)
    expect(await listKeys(table, organizationId)).toHaveLength(2)
  })

  it('is revoked once and for all', async () => {
    const organizationId = await newOrganization()
    const { keyId } = await keyFor(organizationId)
    expect(await revokeKey(table, keyId)).toEqual({ keyId, revoked: true })
    const [first] = await listKeys(table, organizationId)
    expect(await revokeKey(table, keyId)).toEqual({ keyId, revoked: false })
    expect(await listKeys(table, organizationId)).toEqual([first])
  })

  it('that is not there cannot be revoked, and does not come to be by it', async () => {
    for (let i = 0; i < 2; i++)
      await expect(revokeKey(table, '0'.repeat(26))).rejects.toThrow('There is no key')
  })

  it.each<[string, object]>([
    ['is no permission', { permissions: ['PostPayoutRequest', 'PostPayoutRequests'] }],
    ['is no permission', { permissions: ['toString'] }],
    ['needs permissions', { permissions: [] }],
    ['is no user id', { userId: '' }],
    ['is no user id', { userId: 'ann smith' }],
    ['in the future', { expiresTime: new Date().toISOString() }],
    ['in the future', { expiresTime: 'soon' }],
    ['There is no organization', { organizationId: 'org_nobody' }],
  ])('is refused with a sentence: %s %j', async (sentence, wrong) => {
    const organizationId = await newOrganization()
    await expect(keyFor(organizationId, wrong)).rejects.toThrow(sentence)
    expect(await listKeys(table, organizationId)).toEqual([])
  })
})
