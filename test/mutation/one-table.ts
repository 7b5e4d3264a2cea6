import { vi } from 'vitest'
import type * as Harness from '../harness/table.ts'

declare global {
  var sharedTestTable: Promise<Harness.TestTable> | undefined
}

// Files share their modules here, and with them the one client of all handlers: so they share its DynamoDB as well. This
// file is run before each of them, hence the global.
vi.mock('../harness/table.ts', async (original) => {
  const harness = await original<typeof Harness>()
  const startTestTable = async (): Promise<Harness.TestTable> => {
    globalThis.sharedTestTable ??= harness.startTestTable()
    return { ...(await globalThis.sharedTestTable), stop: async () => {} }
  }
  return { ...harness, startTestTable }
})
