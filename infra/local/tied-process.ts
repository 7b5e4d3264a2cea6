import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Socket } from 'node:net'

/** A program that cannot outlive this process. */
export interface TiedProcess {
  /** Resolves when the program has written the text; rejects with all it wrote when it ends before. */
  wrote(text: string): Promise<void>
  /** Lets this process end although the program runs: the program ends with it. */
  unref(): void
  stop(): Promise<void>
}

/**
 * Starts a program under a shell that waits for the end of its own stdin. Only this process holds the other
 * end, so the kernel closes it even when we are killed, and then the shell kills the program. The program
 * has its own session: Ctrl-C in a terminal reaches us and not it, so what we still write at the end arrives.
 */
export function startTiedProcess(command: string[]): TiedProcess {
  const child = spawn('/bin/sh', ['-c', WATCHDOG, 'sh', ...command], { detached: true })
  let written = ''
  const keep = (chunk: Buffer) => {
    written = (written + chunk.toString()).slice(-65_536)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  child.stdin.on('error', () => {})
  const exited = once(child, 'exit').then(() => child.stdin.destroy())
  return {
    wrote: (text) =>
      new Promise((resolve, reject) => {
        const look = () => written.includes(text) && resolve()
        child.stdout.on('data', look)
        child.stderr.on('data', look)
        exited.then(() => reject(new Error(`${command[0]} ended: ${written.trim()}`)), reject)
        look()
      }),
    unref: () => unref(child),
    async stop() {
      child.ref()
      child.stdin.end()
      await exited
    },
  }
}

/** sh gives background commands /dev/null as stdin, hence descriptor 3. */
const WATCHDOG = `
exec 3<&0
"$@" 3<&- &
program=$!
( cat <&3 >/dev/null; kill -9 "$program" ) >/dev/null 2>&1 &
exec 3<&-
wait "$program"
`

function unref(child: ChildProcess): void {
  child.unref()
  for (const stream of child.stdio) {
    if (stream instanceof Socket) stream.unref()
  }
}
