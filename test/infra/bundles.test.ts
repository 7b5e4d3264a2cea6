import { basename, dirname } from 'node:path'
import type { Metafile } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import { BACKGROUND } from '../../infra/background.ts'
import { buildFunctions } from '../../infra/build.ts'
import { functionName } from '../../infra/functions.ts'

/** Bytes as Node has to parse them on every cold start (platform-facts); shrink the code before raising these. */
const API_LIMIT_BYTES = 460_000
const AUTHORIZER_LIMIT_BYTES = 260_000
/** Nobody waits for what starts in the background. */
const BACKGROUND_LIMIT_BYTES = 560_000

const BEHIND_THE_API: ReadonlySet<string> = new Set(
  Object.values(BACKGROUND).map((definition) => functionName(definition)),
)

let bundles: readonly { name: string; bytes: number; sources: readonly string[] }[]

beforeAll(async () => {
  const { outputs } = await buildFunctions()
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

  it('is the same when it is built again', async () => {
    const again = await buildFunctions()
    expect(Object.entries(again.outputs).map(([file, output]) => describeBundle(file, output))).toEqual(
      bundles,
    )
  })
})
