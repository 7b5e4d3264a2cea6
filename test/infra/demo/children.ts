import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** A program of package.json or of a file, with what it writes. */
export interface Running {
  readonly child: ChildProcess
  readonly stdout: Promise<string>
  readonly stderr: Promise<string>
  /** The first that it writes on stdout; rejects with what it said when it ends before. */
  firstLine(): Promise<string>
  /** Its exit code, or the signal that ended it. */
  readonly end: Promise<number | string>
}

export function run(command: readonly string[], environment: NodeJS.ProcessEnv = {}): Running {
  const [program = '', ...words] = command
  const cwd = fileURLToPath(new URL('../../..', import.meta.url))
  const child = spawn(program, words, { cwd, env: { ...process.env, ...environment } })
  const stdout = text(child.stdout)
  const stderr = text(child.stderr)
  const end = once(child, 'exit').then(([code, signal]: (number | string)[]) => code ?? signal ?? '')
  return {
    child,
    stdout,
    stderr,
    end,
    async firstLine() {
      const written = Promise.withResolvers<string>()
      let sofar = ''
      child.stdout.on('data', (chunk: Buffer) => {
        sofar += chunk.toString()
        if (sofar.includes('\n')) written.resolve(sofar.slice(0, sofar.indexOf('\n')))
      })
      return Promise.race([written.promise, end.then(async () => Promise.reject(new Error(await stderr)))])
    },
  }
}

/** The ids of all processes that a process has started, and those have, and so on. */
export function descendantsOf(pid: number): number[] {
  const parents = new Map(allProcesses().map((process) => [process, parentOf(process)]))
  const descendants: number[] = []
  const add = (parent: number) => {
    for (const [child, itsParent] of parents)
      if (itsParent === parent) {
        descendants.push(child)
        add(child)
      }
  }
  add(pid)
  return descendants
}

export const livingOf = (pids: readonly number[]): number[] =>
  pids.filter((pid) => parentOf(pid) !== undefined && stateOf(pid) !== 'Z')

const allProcesses = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)

const parentOf = (pid: number): number | undefined => Number(statusOf(pid)?.[1]) || undefined
const stateOf = (pid: number): string | undefined => statusOf(pid)?.[0]

/** State and parent follow the name, which may contain anything. */
function statusOf(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')
  } catch {
    return undefined
  }
}
