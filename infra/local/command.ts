import { Mistake } from '../admin/mistake.ts'

/**
 * Runs a program of the local stack to its end and exits. Signals end it in good order, with the given exit code;
 * what its user can put right is said in a sentence, all else with its stack.
 */
export async function runCommand(
  main: (signal: AbortSignal) => Promise<void>,
  { whenEnded }: { readonly whenEnded: number },
): Promise<never> {
  const ending = new AbortController()
  // npm passes Ctrl-C on although the terminal has sent it already: the second one is no impatience.
  for (const name of SIGNALS) process.on(name, () => ending.abort())
  if (process.env['npm_lifecycle_event']) endWithParent(ending)
  try {
    demandNode()
    await main(ending.signal)
    process.exit(0)
  } catch (error) {
    if (ending.signal.aborted) process.exit(whenEnded)
    console.error(error instanceof Mistake ? error.message : error)
    process.exit(1)
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Resolves or rejects as the work does, or rejects at once when it is no longer wanted. */
export async function unlessAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  const aborted = Promise.withResolvers<never>()
  const refuse = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', refuse)
  if (signal.aborted) refuse()
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', refuse)
  }
}

/** An npm that was killed has told nobody. */
function endWithParent(ending: AbortController): void {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && ending.abort(), PARENT_WATCH_MILLISECONDS).unref()
}

const PARENT_WATCH_MILLISECONDS = 500

const NODE_MAJOR = 24

function demandNode(): void {
  if (Number.parseInt(process.versions.node) >= NODE_MAJOR) return
  throw new Mistake(
    `This is Node ${process.versions.node}; Node ${NODE_MAJOR} is needed. 'npm ci' installs it into node_modules and ` +
      "'npm start', 'npm run demo' use it; a bare 'node' does not.",
  )
}
