import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { LOCAL_STAGE } from '../../../infra/admin/stage-table.ts'
import { builtFunctions } from '../../../infra/built.ts'
import { synthesize } from '../../../infra/synth.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The cloud assembly that every stack of this test run is started from. */
    assembly: string
  }
}

/** A schedule in the settings of the stage, and whose it is. Only a journey that triggers it lets it happen. */
export const SCHEDULED = {
  name: 'daily',
  expression: 'cron(0 6 * * ? *)',
  organizationId: 'org_scheduled',
  userId: 'usr_platform',
  filter: 'status:ready;currency:EUR',
  description: 'Every morning',
  approve: true,
}

/** Builds and synthesizes once for all journeys of a test run. */
export default async function assembled(project: TestProject): Promise<() => Promise<void>> {
  await builtFunctions()
  const outdir = await mkdtemp(join(tmpdir(), 'payout-desk-journeys-'))
  await synthesize({ stage: LOCAL_STAGE, outdir, settings: { batchSchedules: [SCHEDULED] } })
  project.provide('assembly', outdir)
  return () => rm(outdir, { recursive: true, force: true })
}
