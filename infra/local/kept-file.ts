import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type * as z from 'zod'

/** A value that outlives the process when it has a file, and is only remembered when it has none. */
export interface KeptFile<Value> {
  readonly value: Value
  keep(value: Value): Promise<void>
  /** Resolves when everything that was to be kept is in the file. */
  kept(): Promise<void>
}

/** A file is replaced whole, so that a kill leaves the old or the new one. */
export async function keptFile<Value>(
  file: string | undefined,
  schema: z.ZodType<Value>,
  initial: Value,
): Promise<KeptFile<Value>> {
  if (file === undefined) return { value: initial, keep: async () => {}, kept: async () => {} }
  await mkdir(dirname(file), { recursive: true })
  const text = await readFile(file, 'utf8').catch(() => undefined)
  let latest = initial
  let writing: Promise<void> | undefined
  const write = async () => {
    let written: Value | undefined
    while (written !== latest) {
      written = latest
      await writeFile(`${file}.new`, JSON.stringify(written))
      await rename(`${file}.new`, file)
    }
    writing = undefined
  }
  return {
    value: text === undefined ? initial : schema.parse(JSON.parse(text)),
    keep: (value) => {
      latest = value
      writing ??= write()
      return writing
    },
    kept: () => writing ?? Promise.resolve(),
  }
}
