import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build, type Metafile, type OutputFile } from 'esbuild'
import { functionDefinitions, functionName } from './functions.ts'

export const DIST = fileURLToPath(new URL('../dist/', import.meta.url))

/** What the last build put into each bundle: `dist/<function>/index.mjs`. */
export const METAFILE = `${DIST}metafile.json`

/** Bundles every function in one call of esbuild; the same sources give the same bytes, so asset hashes are stable. */
export async function buildFunctions(): Promise<Metafile> {
  const entryPoints = Object.fromEntries(
    functionDefinitions().map((definition) => [
      `${functionName(definition)}/index`,
      sourceOf(definition.file),
    ]),
  )
  const { metafile, outputFiles } = await build({ ...BUNDLING, entryPoints, outdir: DIST, write: false })
  await Promise.all(outputFiles.map(writeIfChanged))
  await writeFile(METAFILE, JSON.stringify(metafile))
  await removeOthers(new Set(functionDefinitions().map(functionName)))
  return metafile
}

/** How every bundle is made. */
export const BUNDLING = {
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  // Without it esbuild takes the CommonJS builds of the SDK, which import in 38 % more time.
  mainFields: ['module', 'main'],
  alias: {
    '@aws-sdk/credential-provider-node': fileURLToPath(
      new URL('../shared/runtime/environment-credentials.ts', import.meta.url),
    ),
  },
  // CommonJS dependencies ask for Node's modules by `require`, which an ES module does not have.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  // Node's own modules: `import()` of node:http reads all that it exports, and so loads undici, 23 ms of every cold start.
  supported: { 'dynamic-import': false },
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions

function sourceOf(file: string): string {
  const path = fileURLToPath(new URL(`../functions/${file}.ts`, import.meta.url))
  if (!existsSync(path))
    throw new Error(`The function ${file} is declared but functions/${file}.ts does not exist.`)
  return path
}

/** Leaves the bundles alone that a stack of this checkout may be reading at this moment. */
async function writeIfChanged({ path, contents }: OutputFile): Promise<void> {
  const present = await readFile(path).catch(() => undefined)
  if (present?.equals(contents)) return
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, contents)
}

async function removeOthers(functions: ReadonlySet<string>): Promise<void> {
  const entries = await readdir(DIST, { withFileTypes: true })
  const stale = entries.filter((entry) => entry.isDirectory() && !functions.has(entry.name))
  await Promise.all(stale.map((entry) => rm(`${DIST}${entry.name}`, { recursive: true })))
}

if (import.meta.main) {
  const { outputs } = await buildFunctions()
  console.log(`Built ${Object.keys(outputs).length} functions.`)
}
