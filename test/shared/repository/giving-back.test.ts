import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Allocation } from '../../../shared/domain/allocation.ts'
import { leftMinor } from '../../../shared/domain/period-window.ts'
import { giveBackWrites, takeFromWindow, windowsOf } from '../../../shared/repository/windows.ts'
import { commit } from '../../../shared/repository/write.ts'
import { newOrganization } from '../../harness/desk.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTestTable()
})
afterAll(() => table.stop())

const cap = { gatewayAccountId: 'gw_1', currency: 'EUR', since: 3, capMinor: 100_00n }

/** Made in this hour of the day, ended at noon. */
const ended = (hour: string, amountMinor: bigint, capSince: number | null = 3): Allocation => ({
  id: 'pra_1',
  payoutRequestId: 'pout_req_1',
  number: 1,
  customerId: 'cus_1',
  paymentInstrumentId: 'inst_1',
  paymentMethod: 'payment-card',
  gatewayAccountId: 'gw_1',
  gatewayName: 'TestProcessor',
  gatewayPayoutInstruction: 'all',
  currency: 'EUR',
  amountMinor,
  exposureMinor: 0n,
  capSince,
  status: 'canceled',
  runId: null,
  transactionId: null,
  transactionResult: null,
  transactionStatus: null,
  lastChange: { by: 'usr_1', at: '2026-05-06T12:00:00.000Z', actions: [] },
  version: 2,
  createdTime: `${hour}:30:00.000Z`,
  updatedTime: '2026-05-06T12:00:00.000Z',
})

it('gives what was made in different hours, of one window or of none, back in one write for each window', async () => {
  const us = table.as(newOrganization())
  for (const [hour, amountMinor] of [
    ['2026-05-05T11', 40_00n],
    ['2026-05-06T09', 30_00n],
    ['2026-05-06T11', 20_00n],
  ] as const) {
    const [window] = await windowsOf(us, [cap])
    if (window) await commit(us, [takeFromWindow(us, window, amountMinor, `${hour}:30:00.000Z`)])
  }
  const writes = giveBackWrites(us, [
    ended('2026-05-06T09', 10_00n),
    ended('2026-05-06T09', 5_00n),
    ended('2026-05-06T11', 20_00n),
    ended('2026-05-05T11', 40_00n), // 25 hours ago: it counts no more
    ended('2026-05-06T11', 99_00n, null),
  ])
  expect(writes).toHaveLength(1)
  await commit(us, writes)

  const [window] = await windowsOf(us, [cap])
  expect(Object.fromEntries(window?.takenMinor ?? [])).toEqual({
    '2026-05-05T11': 40_00n,
    '2026-05-06T09': 15_00n,
    '2026-05-06T11': 0n,
  })
  expect(window && leftMinor(window, '2026-05-06T12')).toBe(85_00n)
})

it('gives back to the setting of the cap that was taken of, whichever holds now', async () => {
  const us = table.as(newOrganization())
  const settings = [cap, { ...cap, since: 2 }]
  for (const setting of settings) {
    const [window] = await windowsOf(us, [setting])
    if (window) await commit(us, [takeFromWindow(us, window, 50_00n, '2026-05-06T11:30:00.000Z')])
  }
  await commit(us, giveBackWrites(us, [ended('2026-05-06T11', 7_00n), ended('2026-05-06T11', 5_00n, 2)]))
  const windows = await windowsOf(us, settings)
  expect(windows.map(({ takenMinor }) => takenMinor.get('2026-05-06T11'))).toEqual([43_00n, 45_00n])
})
