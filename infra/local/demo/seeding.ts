import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importFile } from '../../admin/import/import-file.ts'
import { createKey } from '../../admin/keys.ts'
import { createOrganization } from '../../admin/organizations.ts'
import { localTable } from '../../admin/stage-table.ts'
import type { Progress } from './progress.ts'
import type { World } from './world.ts'

type Table = ReturnType<typeof localTable>

/** An organization and the key that may do everything in it. */
export interface DemoOrganization {
  readonly organizationId: string
  readonly apiKey: string
}

/** Where the API has the organization, and the key to it. */
export const organizationUrl = (
  { url }: { readonly url: string },
  { organizationId, apiKey }: DemoOrganization,
): { url: string; apiKey: string } => ({ url: `${url}/organizations/${organizationId}`, apiKey })

/** Makes an organization as an operator would: created, given a key, and filled by an import. */
export async function seedOrganization(
  stack: Parameters<typeof localTable>[0],
  world: World,
  progress: Progress,
): Promise<DemoOrganization> {
  const table = localTable(stack)
  const { organizationId } = await createOrganization(table, 'Demonstration')
  const { apiKey } = await createKey(table, { organizationId, userId: 'usr_demo', permissions: ['*'] })
  await importWorld(table, organizationId, world, progress)
  return { organizationId, apiKey }
}

async function importWorld(
  table: Table,
  organizationId: string,
  world: World,
  progress: Progress,
): Promise<void> {
  const lines = importLinesOf(world)
  const directory = await mkdtemp(join(tmpdir(), 'payout-desk-import-'))
  const step = progress.step('Imported: customers, payments', lines.length)
  try {
    const file = join(directory, 'demonstration.ndjson')
    await writeFile(file, lines.join('\n'))
    const { refused, refusals } = await importFile(table, file, organizationId, {
      onProgress: (_share, { linesDone }) => step.reach(linesDone),
    })
    if (refused > 0) throw new Error(`The import refused ${refused} lines: ${refusals[0]?.message}`)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
  step.end()
}

const importLinesOf = ({ gatewayAccounts, customers }: World): string[] =>
  [
    ...gatewayAccounts.map((account) => ({ type: 'gateway-account', ...account })),
    ...customers.flatMap(({ instruments, payments }) => [
      ...instruments.map((instrument) => ({ type: 'payment-instrument', ...instrument })),
      ...payments,
    ]),
  ].map((line) => JSON.stringify(line))
