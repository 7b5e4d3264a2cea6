import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { parseObject } from './json.ts'

/** What another program of this machine needs to know of a running local stack; the admin program looks here. */
const RunningStack = z.object({
  /** `http://127.0.0.1:PORT/<API stage>` */
  url: z.string(),
  awsEndpoint: z.string(),
  tableName: z.string(),
  /** Signs tokens that this stack accepts (jwks.ts). */
  signingKey: z.record(z.string(), z.unknown()).optional(),
  pid: z.int(),
})

export type RunningStack = z.infer<typeof RunningStack>

/** The access key id that no policy of the local stack restricts. */
export const OPERATOR_ACCESS_KEY_ID = 'operator'

/** Says that this process serves a stack; resolves to what takes it back. The last stack that started is found. */
export async function announceStack(stack: Omit<RunningStack, 'pid'>): Promise<() => Promise<void>> {
  const file = announcementFile()
  await mkdir(dirname(file), { recursive: true })
  const own = `${file}.${process.pid}`
  const told = RunningStack.parse({ ...stack, pid: process.pid }) // whatever else the caller has in hand stays untold
  await writeFile(own, JSON.stringify(told), { mode: 0o600 }) // it holds a key
  await rename(own, file)
  return async () => {
    if ((await announced(file))?.pid === process.pid) await rm(file, { force: true })
  }
}

/** The stack that announced itself last, unless its process has ended. */
export async function findRunningStack(): Promise<RunningStack | undefined> {
  const stack = await announced(announcementFile())
  return stack && isAlive(stack.pid) ? stack : undefined
}

/** One per checkout; `LOCAL_STACK_FILE` names another, for more than one stack at a time. */
const announcementFile = (): string =>
  process.env['LOCAL_STACK_FILE'] || fileURLToPath(new URL('../../.data/local-stack.json', import.meta.url))

async function announced(file: string): Promise<RunningStack | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  return RunningStack.safeParse(parseObject(text)).data
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
