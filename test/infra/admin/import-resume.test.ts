import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importFile } from '../../../infra/admin/import/import-file.ts'
import { createOrganization } from '../../../infra/admin/organizations.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { Table } from '../../../shared/repository/client.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'
import { intercepted } from './intercepted.ts'
import { fileOf, ndjson, sale } from './records.ts'

let started: TestTable
let table: Table
let directory: string

beforeAll(async () => {
  started = await startTestTable()
  table = started.as('any', 600_000)
  directory = await mkdtemp(`${tmpdir()}/payout-desk-resume-`)
})
afterAll(async () => {
  await rm(directory, { recursive: true })
  await started.stop()
})

const isPayment = (call: string): boolean => call.includes('"type":"transaction"')

/** A table whose n-th and later writes of payments fail as a network does; from then on all, if all is dead. */
function failingAfter(writes: number, allIsDead = false): Table {
  let left = writes
  return intercepted(table, (call) => {
    if ((isPayment(call) && left-- <= 0) || (allIsDead && left < 0)) throw new Error('the line is cut')
  })
}

const LINES = 1 + 10 + 10 * 15
const paid = { created: LINES, changed: 0, unchanged: 0, refused: 1 }

async function newFile(name: string) {
  const { organizationId } = await createOrganization(table, 'Acme')
  const file = `${directory}/${name}.ndjson`
  await writeFile(file, ndjson([sale('x'), ...fileOf(10, 15)]))
  return { organizationId, file }
}

describe('an import that was stopped', () => {
  it('by a fault goes on near where it was, and its report is of the whole', async () => {
    const { organizationId, file } = await newFile('fault')
    await expect(importFile(failingAfter(140), file, organizationId)).rejects.toThrow('the line is cut')
    const report = await importFile(table, file, organizationId)
    expect(report.resumedAfterLine).toBeGreaterThanOrEqual(100)
    expect(report.resumedAfterLine).toBeLessThanOrEqual(152)
    expect(report.refusals.map(({ line }) => line)).toEqual([1])
    const { created, unchanged } = report
    expect({ ...report, created: created + unchanged, unchanged: 0 }).toMatchObject(paid)
    expect(unchanged).toBeLessThan(33) // what was being written when the line was cut
  })

  it('by its user has finished what it began, and does nothing twice', async () => {
    const { organizationId, file } = await newFile('user')
    const stop = new AbortController()
    const first = await importFile(table, file, organizationId, {
      signal: stop.signal,
      onProgress: (_, { linesDone }) => linesDone >= 60 && stop.abort(),
    })
    expect(first.finished).toBe(false)
    expect(first.linesDone).toBeLessThan(120)
    expect(first.created + first.refused).toBe(first.linesDone)
    const second = await importFile(table, file, organizationId)
    expect(second).toMatchObject({ ...paid, resumedAfterLine: first.linesDone, finished: true })
  })

  it('by a kill goes on from its last checkpoint', async () => {
    const { organizationId, file } = await newFile('kill')
    await expect(importFile(failingAfter(140, true), file, organizationId)).rejects.toThrow('the line is cut')
    const report = await importFile(table, file, organizationId)
    expect(report.resumedAfterLine).toBeGreaterThanOrEqual(100)
    expect(report.resumedAfterLine).toBeLessThanOrEqual(152)
    expect({ ...report, created: report.created + report.unchanged, unchanged: 0 }).toMatchObject(paid)
  })

  it('does not look again at what was done', async () => {
    const { organizationId, file } = await newFile('again')
    await expect(importFile(failingAfter(110), file, organizationId)).rejects.toThrow()
    const asked: string[] = []
    const watched = intercepted(table, (call) => asked.push(call))
    const { resumedAfterLine } = await importFile(watched, file, organizationId)
    const ids = new Set(asked.join().match(/txn_\d+_\d+/g))
    expect(ids.size).toBe(LINES + 1 - resumedAfterLine)
  })

  it('by others who kept the table busy tells so, and refuses no line for it', async () => {
    const { organizationId, file } = await newFile('busy')
    let writes = 0
    const crowded = intercepted(table, (call) => {
      if (isPayment(call) && ++writes === 20) throw new Refusal('busy', { detail: 'Others kept changing' })
    })
    await expect(importFile(crowded, file, organizationId)).rejects.toThrow('Others kept changing')
    expect(await importFile(table, file, organizationId)).toMatchObject({ refused: 1, finished: true })
  })

  it('begins anew when the file is another, or when it was finished', async () => {
    const { organizationId, file } = await newFile('other')
    await expect(importFile(failingAfter(110), file, organizationId)).rejects.toThrow()
    await writeFile(file, ndjson([...fileOf(10, 15), sale('0', 999)]))
    const other = await importFile(table, file, organizationId)
    expect(other).toMatchObject({ resumedAfterLine: 0, refused: 0, finished: true })
    expect(other.created + other.unchanged).toBe(LINES + 1)
    expect(await importFile(table, file, organizationId)).toMatchObject({
      resumedAfterLine: 0,
      unchanged: LINES + 1,
    })
  })

  it('is remembered for each organization by itself', async () => {
    const { organizationId, file } = await newFile('each')
    await expect(importFile(failingAfter(110), file, organizationId)).rejects.toThrow()
    const { organizationId: other } = await createOrganization(table, 'Other')
    expect(await importFile(table, file, other)).toMatchObject({ ...paid, resumedAfterLine: 0 })
  })

  it('shows how far it is, never going back', async () => {
    const { organizationId, file } = await newFile('progress')
    const shares: number[] = []
    await importFile(table, file, organizationId, { onProgress: (share) => shares.push(share) })
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
    expect(shares).toHaveLength(LINES + 1)
  })
})
