import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A cloud assembly of templates by stack name, for as long as the test runs; resolves to its directory. */
export async function writtenAssembly(stacks: Readonly<Record<string, object>>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'assembly-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  const artifacts = Object.keys(stacks).map((name) => [
    name,
    { type: 'aws:cloudformation:stack', properties: { templateFile: `${name}.json` } },
  ])
  const write = (file: string, content: object) => writeFile(join(directory, file), JSON.stringify(content))
  await write('manifest.json', { artifacts: Object.fromEntries(artifacts) })
  for (const [name, template] of Object.entries(stacks)) await write(`${name}.json`, template)
  return directory
}

export const PLACE = { accountId: '000000000000', region: 'us-east-1', endpointUrl: 'http://127.0.0.1:1' }
