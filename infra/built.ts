import { createHash } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'
import { BUNDLING, buildFunctions, DIST, METAFILE } from './build.ts'
import { functionDefinitions } from './functions.ts'

/** What the bundles in `dist` are made of, built first unless their sources are, byte for byte, those of the last time. */
export async function builtFunctions(): Promise<Metafile> {
  return (await lastBuild()) ?? buildAnew()
}

async function lastBuild(): Promise<Metafile | undefined> {
  try {
    const metafile = JSON.parse(await readFile(METAFILE, 'utf8')) as Metafile
    return (await readFile(STAMP, 'utf8')) === (await sourcesOf(metafile)) ? metafile : undefined
  } catch {
    return undefined // never built, or a source is gone
  }
}

async function buildAnew(): Promise<Metafile> {
  await rm(STAMP, { force: true })
  const metafile = await buildFunctions()
  await writeFile(STAMP, await sourcesOf(metafile))
  return metafile
}

/** Says which sources the bundles in `dist` are of. */
const STAMP = `${DIST}sources.sha256`

/** A digest of every file that the bundles hold or that says how they are made, and of the bundles. */
async function sourcesOf({ inputs, outputs }: Metafile): Promise<string> {
  const files = [...SETTINGS, ...Object.keys(inputs), ...Object.keys(outputs)]
  const contents = await Promise.all(files.map((file) => readFile(join(BUNDLING.absWorkingDir, file))))
  const hash = createHash('sha256').update(JSON.stringify([functionDefinitions(), files]))
  for (const content of contents) hash.update(content)
  return hash.digest('hex')
}

const SETTINGS = ['infra/build.ts', 'package-lock.json', 'tsconfig.json']
