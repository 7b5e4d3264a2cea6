import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { access, constants, mkdir, realpath, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, resolve } from 'node:path'
import { Mistake } from '../admin/mistake.ts'

/** Makes the directory if need be and takes it for this process alone; refuses one that cannot be written or is taken. */
export async function takeDirectory(directory: string): Promise<void> {
  try {
    await make(resolve(directory))
    await access(directory, constants.W_OK)
  } catch (error) {
    throw new Mistake(
      `${directory} cannot be written: ${error instanceof Error ? error.message : 'unknown'}. Name another with --data.`,
    )
  }
  await lock(directory)
}

/** From the top down. Node's own `recursive` never ends below /proc, which says ENOENT to every try. */
async function make(directory: string): Promise<void> {
  const present = await stat(directory).catch(() => undefined)
  if (present?.isDirectory()) return
  if (!present) await make(dirname(directory))
  await mkdir(directory)
}

/** A socket that is no file: however this process ends, the kernel gives the name free. */
async function lock(directory: string): Promise<void> {
  const name = createHash('sha256')
    .update(await realpath(directory))
    .digest('hex')
  const server = createServer().listen(`\0payout-desk-${name}`)
  server.unref()
  await once(server, 'listening').catch(() => {
    throw new Mistake(
      `Another local stack works with ${directory}. Stop that one, or name another directory with --data.`,
    )
  })
}
