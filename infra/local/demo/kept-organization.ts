import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { theOrganization } from '../../admin/organizations.ts'
import { localTable } from '../../admin/stage-table.ts'
import type { LocalStack } from '../stack.ts'
import { askAndApprove } from './asking.ts'
import { deskClient } from './desk-client.ts'
import type { Progress } from './progress.ts'
import { type DemoOrganization, organizationUrl, seedOrganization } from './seeding.ts'
import { demoWorld } from './world.ts'

/** A dozen requests, one of which can be allocated only in part. */
const REQUESTS = 12
const SEED = 1

/** The organization that the data directory knows, or a new one, which it then knows. */
export async function demoOrganization(
  stack: LocalStack,
  { dataDirectory, progress }: { dataDirectory: string | undefined; progress: Progress },
): Promise<DemoOrganization> {
  const file = dataDirectory && join(dataDirectory, 'demo-organization.json')
  const kept = file && (await keptIn(file, stack))
  if (kept) return kept
  const world = demoWorld({ requests: REQUESTS, seed: SEED, now: new Date() })
  const organization = await seedOrganization(stack, world, progress)
  await askAndApprove(deskClient(organizationUrl(stack, organization)), world, progress)
  if (file) await writeFile(file, JSON.stringify(organization), { mode: 0o600 }) // it holds a key
  return organization
}

const Kept = z.object({ organizationId: z.string(), apiKey: z.string() })

/** Nothing, when the table that it belonged to is gone. */
async function keptIn(file: string, stack: LocalStack): Promise<DemoOrganization | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const kept = Kept.parse(JSON.parse(text))
  return theOrganization(localTable(stack), kept.organizationId).then(
    () => kept,
    () => undefined,
  )
}
