import { appendFile, readFile, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { Metafile } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import { BACKGROUND } from '../../infra/background.ts'
import { DIST, METAFILE } from '../../infra/build.ts'
import { builtFunctions } from '../../infra/built.ts'
import { functionName } from '../../infra/functions.ts'

/** Bytes as Node has to parse them on every cold start (platform-facts); shrink the code before raising these. */
const API_LIMIT_BYTES = 460_000
const AUTHORIZER_LIMIT_BYTES = 260_000
/** Nobody waits for what starts in the background. */
const BACKGROUND_LIMIT_BYTES = 560_000

const BEHIND_THE_API: ReadonlySet<string> = new Set(
  Object.values(BACKGROUND).map((definition) => functionName(definition)),
)

const bundleOf = (name: string): string => `${DIST}${name}/index.mjs`

let bundles: readonly { name: string; bytes: number; sources: readonly string[] }[]

beforeAll(async () => {
  const { outputs } = await builtFunctions()
  bundles = Object.entries(outputs).map(([file, output]) => describeBundle(file, output))
})

const describeBundle = (file: string, { bytes, inputs }: Metafile['outputs'][string]) => ({
  name: basename(dirname(file)),
  bytes,
  sources: Object.keys(inputs),
})

describe('the bundle', () => {
  it('of every function is small enough to start fast', () => {
    const largest = bundles.toSorted((a, b) => b.bytes - a.bytes).slice(0, 3)
    console.log(largest.map(({ name, bytes }) => `${name} ${Math.round(bytes / 1000)} kB`).join(', '))
    const limitOf = (name: string) => (BEHIND_THE_API.has(name) ? BACKGROUND_LIMIT_BYTES : API_LIMIT_BYTES)
    expect(bundles.filter(({ name, bytes }) => bytes > limitOf(name))).toEqual([])
  })

  it('of the authorizer, which every call waits for, is smaller still', () => {
    const authorizer = bundles.find(({ name }) => name === 'authorizer-authorizer')
    expect(authorizer?.bytes).toBeLessThanOrEqual(AUTHORIZER_LIMIT_BYTES)
  })

  it('of no function has a source of credentials besides the environment', () => {
    const providers = bundles.flatMap(({ name, sources }) =>
      sources
        .filter((source) => /credential-provider-(?!env)|token-providers/.test(source))
        .map((it) => [name, it]),
    )
    expect(providers).toEqual([])
  })

  it('of no function imports one of Node’s modules late, which reads all that the module could load', async () => {
    const texts = await Promise.all(bundles.map(({ name }) => readFile(bundleOf(name), 'utf8')))
    expect(
      bundles.filter((_, place) => /\bimport\(/.test(texts[place] ?? '')).map(({ name }) => name),
    ).toEqual([])
  })

  it('is built again when it or a source is not what it was, and only then, to the same bytes', async () => {
    const bundle = bundleOf('authorizer-authorizer')
    const [made, { mtimeMs }] = [await readFile(bundle, 'utf8'), await stat(METAFILE)]
    await builtFunctions()
    expect((await stat(METAFILE)).mtimeMs).toBe(mtimeMs)
    await appendFile(bundle, '// touched')
    const { outputs } = await builtFunctions()
    expect(Object.entries(outputs).map(([file, output]) => describeBundle(file, output))).toEqual(bundles)
    expect(await readFile(bundle, 'utf8')).toBe(made)
  })
})
