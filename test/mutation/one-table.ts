import { vi } from 'vitest'
import type * as Harness from '../harness/table.ts'

// Files share their modules here, and with them the one client of all handlers: so they share its DynamoDB as well.
vi.mock('../harness/table.ts', async (original) => {
  const harness = await original<typeof Harness>()
  let started: Promise<Harness.TestTable> | undefined
  const startTestTable = async (): Promise<Harness.TestTable> => {
    started ??= harness.startTestTable()
    return { ...(await started), stop: async () => {} }
  }
  return { ...harness, startTestTable }
})
