import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { openApiDocument } from '../../../infra/openapi/document.ts'

const REDOCLY = 'node_modules/@redocly/cli/bin/cli.js'

/** Neither reports nor asks for a newer version: a test needs no network. */
const ALONE = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }

it('Redocly finds nothing to complain about', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'payout-desk-openapi-'))
  try {
    const file = join(directory, 'openapi.json')
    await writeFile(file, JSON.stringify(await openApiDocument(), null, 2))
    const said = await lint(file)
    expect(said).toContain('Your API description is valid.')
    expect(said).not.toMatch(/warning/i)
  } finally {
    await rm(directory, { recursive: true })
  }
})

/** What it says, whatever it comes to. */
async function lint(file: string): Promise<string> {
  const words = [REDOCLY, 'lint', file, '--config', 'infra/openapi/redocly.yaml']
  const options = { env: { ...process.env, ...ALONE }, maxBuffer: 100_000_000 }
  const { stdout, stderr } = await promisify(execFile)(process.execPath, words, options).catch(saidBefore)
  return `${stdout}${stderr}`
}

function saidBefore(error: unknown): { stdout: string; stderr: string } {
  const said = (name: string) => (error instanceof Error ? String(Reflect.get(error, name)) : '')
  return { stdout: said('stdout'), stderr: said('stderr') }
}
