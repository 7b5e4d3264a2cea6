import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importFile } from '../../../infra/admin/import/import-file.ts'
import { createOrganization } from '../../../infra/admin/organizations.ts'
import type { Table } from '../../../shared/repository/client.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { intercepted } from './intercepted.ts'
import { account, card, fileOf, ndjson, sale } from './records.ts'

let desk: TestDesk
let table: Table
let directory: string

beforeAll(async () => {
  desk = await startTestDesk()
  table = desk.table.as('any', 600_000)
  directory = await mkdtemp(`${tmpdir()}/payout-desk-import-`)
})
afterAll(async () => {
  await rm(directory, { recursive: true })
  await desk.stop()
})

let files = 0

async function newImport(records: readonly unknown[]) {
  const { organizationId } = await createOrganization(table, 'Acme')
  const file = `${directory}/${++files}.ndjson`
  const write = (lines: readonly unknown[]) => writeFile(file, ndjson(lines))
  await write(records)
  return { organizationId, file, write, run: () => importFile(table, file, organizationId) }
}

const exposure = async (organizationId: string, customer: string) => {
  const { Items } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: {
        ':pk': `ORG#${organizationId}#CUSTOMER#cus_${customer}`,
        ':sk': 'EXPOSURE#',
      },
    }),
  )
  return Items?.map(({ pairs }) => pairs)
}

describe('an import', () => {
  it('makes what the API then shows', async () => {
    const { organizationId, run } = await newImport([
      account('gw_1', { payoutLimits: { maxPerTransaction: [{ amount: 400, currency: 'EUR' }] } }),
      card('a', 1, { last4: '4242' }),
      sale('a', 1, { amount: 999999999999.99, processedTime: '2026-01-31T10:00:00Z' }),
    ])
    expect(await run()).toEqual({
      organizationId,
      linesDone: 3,
      created: 3,
      changed: 0,
      unchanged: 0,
      refused: 0,
      refusals: [],
      resumedAfterLine: 0,
      finished: true,
    })
    const ask = desk.as(organizationId)
    expect((await ask('gateway-accounts/get', { id: 'gw_1' })).body).toMatchObject({
      gatewayName: 'TestProcessor',
      payoutLimits: { maxPerTransaction: [{ amount: 400, currency: 'EUR' }] },
    })
    expect((await ask('payment-instruments/get', { id: 'inst_a_1' })).body).toMatchObject({
      customerId: 'cus_a',
      last4: '4242',
      lastPaymentTime: '2026-01-31T10:00:00.000Z',
    })
    const shown = await ask('transactions/get', { id: 'txn_a_1' })
    expect(shown.body).toMatchObject({
      type: 'sale',
      amount: 999999999999.99,
      paymentInstrumentId: 'inst_a_1',
    })
  })

  it('done again changes nothing, not even a version', async () => {
    const { organizationId, run } = await newImport([account('gw_1'), card('a'), sale('a', 1), sale('a', 2)])
    await run()
    const ask = desk.as(organizationId)
    const before = await Promise.all([
      ask('gateway-accounts/get', { id: 'gw_1' }),
      ask('payment-instruments/get', { id: 'inst_a_1' }),
      exposure(organizationId, 'a'),
    ])
    expect(await run()).toMatchObject({ created: 0, changed: 0, unchanged: 4, refused: 0 })
    expect(
      await Promise.all([
        ask('gateway-accounts/get', { id: 'gw_1' }),
        ask('payment-instruments/get', { id: 'inst_a_1' }),
        exposure(organizationId, 'a'),
      ]),
    ).toEqual(before)
    expect(before[2]).toEqual([
      { 'inst_a_1 gw_1': expect.objectContaining({ salesMinor: 2100, payments: 2 }) },
    ])
  })

  it('replaces accounts and instruments that the file says otherwise of', async () => {
    const { organizationId, run, write } = await newImport([account('gw_1'), card('a')])
    await run()
    await write([account('gw_1', { isDown: true }), card('a', 1, { status: 'inactive' })])
    expect(await run()).toMatchObject({ created: 0, changed: 2 })
    const ask = desk.as(organizationId)
    expect((await ask('gateway-accounts/get', { id: 'gw_1' })).body.isDown).toBe(true)
    expect((await ask('payment-instruments/get', { id: 'inst_a_1' })).body.status).toBe('inactive')
  })

  it('tells every refused line with its reason, and takes all others', async () => {
    const { organizationId, run } = await newImport([
      account('gw_1'),
      '{"type":"sale",',
      card('a'),
      '',
      sale('a', 1, { amount: 1.005 }),
      sale('a', 2, { currency: 'eur', result: 'perhaps' }),
      { ...sale('a', 3), id: undefined },
      sale('a', 4, { gatewayAccountId: 'gw_2' }),
      card('a', 2, { pan: '4111111111111111' }),
      { type: 'customer', id: 'cus_1' },
      '[1]',
      'null',
      sale('a', 5),
      sale('a', 5, { amount: 11 }),
    ])
    const report = await run()
    expect(report).toMatchObject({ linesDone: 14, created: 3, changed: 0, unchanged: 0, refused: 10 })
    expect(report.refusals.map(({ line, id, message }) => [line, id, message])).toEqual([
      [2, null, expect.stringContaining('The line is not JSON')],
      [5, 'txn_a_1', 'amount has more decimals than its currency'],
      [6, 'txn_a_2', expect.stringMatching(/result must be one of.*currency must be an active/)],
      [7, null, expect.stringContaining('id is required here')],
      [8, 'txn_a_4', 'gatewayAccountId is not a gateway account here'],
      [9, 'inst_a_2', 'pan must not be sent here'],
      [10, 'cus_1', expect.stringContaining('type must be one of: gateway-account, payment-instrument, ')],
      [11, null, 'The line is no JSON object.'],
      [12, null, 'The line is no JSON object.'],
      [14, 'txn_a_5', expect.stringContaining('Another transaction was recorded under this id')],
    ])
    expect((await desk.as(organizationId)('payment-instruments/get', { id: 'inst_a_2' })).status).toBe(404)
  })

  it('gives each customer what is theirs, whatever runs beside it', async () => {
    const { organizationId, run } = await newImport(fileOf(20, 5))
    expect(await run()).toMatchObject({ linesDone: 121, created: 121, refused: 0 })
    for (const customer of ['0', '7', '19'])
      expect(await exposure(organizationId, customer)).toEqual([
        { [`inst_${customer}_1 gw_1`]: expect.objectContaining({ salesMinor: 5250, payments: 5 }) },
      ])
  })

  it('has an account written before anything that follows it, and after what goes before', async () => {
    const { organizationId, file } = await newImport([
      account('gw_1'),
      card('a'),
      sale('a', 1),
      account('gw_1', { method: 'paypal' }),
      sale('a', 2),
    ])
    const slow = intercepted(table, async (call) => {
      if (/gateway-account|txn_a_1/.test(call)) await new Promise((resolve) => setTimeout(resolve, 30))
    })
    const report = await importFile(slow, file, organizationId)
    expect(report).toMatchObject({ created: 3, changed: 1, refused: 1 })
    expect(report.refusals[0]?.message).toBe(
      'gatewayAccountId takes paypal, the payment instrument is payment-card',
    )
  })

  it('of an empty file does nothing', async () => {
    const { run } = await newImport([])
    expect(await run()).toMatchObject({ linesDone: 0, created: 0, refused: 0, finished: true })
  })

  it('needs a file and an organization', async () => {
    const { file, organizationId } = await newImport([])
    await expect(importFile(table, `${file}.gone`, organizationId)).rejects.toThrow('There is no file')
    await expect(importFile(table, directory, organizationId)).rejects.toThrow('There is no file')
    await expect(importFile(table, file, 'org_nobody')).rejects.toThrow('There is no organization')
  })

  it('writes to its own organization, whatever a line says', async () => {
    const mine = await newImport([account('gw_1', { organizationId: 'org_other', pk: 'ORG#org_other' })])
    await mine.run()
    expect((await desk.as('org_other')('gateway-accounts/get', { id: 'gw_1' })).status).toBe(404)
  })
})
