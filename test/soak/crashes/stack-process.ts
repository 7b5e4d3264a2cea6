import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import * as z from 'zod'
import { descendantsOf, livingOf } from '../../infra/demo/children.ts'

/** The whole stack in a process of its own, with dynoxide beside it, on data that outlive it. */
export interface StackProcess {
  readonly url: string
  readonly awsEndpoint: string
  readonly tableName: string
  /** One sweep, to its end. */
  sweep(): Promise<unknown>
  /** Resolves when creations of batches have made so many calls since the start. */
  created(calls: number): Promise<unknown>
  /** SIGKILL, for itself alone or for all that it has started too; resolves when none of them is left, also when it has ended already. */
  kill(whom: 'itself' | 'all'): Promise<void>
}

/** What a stack in a process of its own is asked; it answers when it is so. */
export type Question = { readonly kind: 'sweep' } | { readonly kind: 'created'; readonly calls: number }

const Ready = z.object({ url: z.string(), awsEndpoint: z.string(), tableName: z.string() })

export async function startStackProcess(assembly: string, dataDirectory: string): Promise<StackProcess> {
  const child = fork(PROGRAM, [assembly, dataDirectory], { detached: true, execArgv: [] })
  const next = async (): Promise<unknown> => {
    const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`The stack ended: ${code}`)))
    const [message] = await Promise.race([once(child, 'message'), ended])
    return message
  }
  const ask = async (question: Question) => {
    if (!child.connected) throw new Error('The stack was killed before it could be asked.')
    child.send(question)
    return next()
  }
  return {
    ...Ready.parse(await next()),
    sweep: () => ask({ kind: 'sweep' }),
    created: (calls) => ask({ kind: 'created', calls }),
    async kill(whom) {
      const { pid, exitCode, signalCode } = child
      if (pid === undefined || exitCode !== null || signalCode !== null) return
      const all = [pid, ...descendantsOf(pid)]
      const ended = once(child, 'exit')
      for (const one of whom === 'all' ? all : [pid]) killIfThere(one)
      await ended
      await expect.poll(() => livingOf(all), { timeout: 30_000 }).toEqual([])
    },
  }
}

const PROGRAM = fileURLToPath(new URL('./stack-program.ts', import.meta.url))

/** The shell beside dynoxide ends it as soon as the stack is gone: it may have been faster. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
