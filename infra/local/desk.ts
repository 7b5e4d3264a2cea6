import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Mistake } from '../admin/mistake.ts'
import { LOCAL_STAGE } from '../admin/stage-table.ts'
import { builtFunctions } from '../built.ts'
import { synthesize } from '../synth.ts'
import type { Progress } from './demo/progress.ts'
import { startLocalIssuer } from './jwks.ts'
import { REFERENCE_PAGES } from './reference-pages.ts'
import { announceStack } from './running.ts'
import { type LocalStack, startLocalStack } from './stack.ts'

export interface DeskOptions {
  readonly port: number
  readonly dataDirectory?: string | undefined
  readonly progress: Progress
  /** Ends the start between two of its steps. */
  readonly signal: AbortSignal
  /** Lets `npm run admin` find it. */
  readonly announced: boolean
}

/** Builds, synthesizes and starts the whole stack of this checkout; what was started is stopped in reverse order. */
export async function startDesk(options: DeskOptions): Promise<LocalStack> {
  const { port, dataDirectory, progress, signal } = options
  const stops: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (let last = stops.pop(); last !== undefined; last = stops.pop()) await last()
  }
  try {
    await demandFree(port)
    const assembly = await assembled(progress, signal, stops)
    const step = progress.step('Local stack started', 1)
    const issuer = await startLocalIssuer({ ...(dataDirectory && { dataDirectory }) })
    stops.push(() => issuer.stop())
    const stack = await startLocalStack({
      assembly,
      port,
      environment: issuer.environment,
      pages: REFERENCE_PAGES,
      log: (functionName, line) => process.stderr.write(`${OVER_A_BAR}${functionName}: ${line}\n`),
      ...(dataDirectory && { dataDirectory }),
    }).catch((error: unknown) => Promise.reject(isPortTaken(error) ? portTaken(port) : error))
    stops.push(() => stack.stop())
    if (options.announced) stops.push(await announceStack({ ...stack, signingKey: issuer.signingKey }))
    step.end()
    return { ...stack, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const OVER_A_BAR = process.stderr.isTTY ? '\r\u001B[K' : ''

/** What `cdk synth` would write, in a directory of its own: two stacks of one checkout may run side by side. */
async function assembled(
  progress: Progress,
  signal: AbortSignal,
  stops: (() => Promise<unknown>)[],
): Promise<string> {
  const step = progress.step('Built and synthesized', 2)
  const outdir = await mkdtemp(join(tmpdir(), 'payout-desk-'))
  stops.push(() => rm(outdir, { recursive: true, force: true }))
  await builtFunctions()
  step.advance()
  signal.throwIfAborted()
  await synthesize({ stage: LOCAL_STAGE, outdir })
  step.end()
  signal.throwIfAborted()
  return outdir
}

/** Before the seconds that all else takes. */
async function demandFree(port: number): Promise<void> {
  const probe = createServer().listen(port, '127.0.0.1')
  await once(probe, 'listening').catch((error: unknown) =>
    Promise.reject(isPortTaken(error) ? portTaken(port) : error),
  )
  probe.close()
  await once(probe, 'close')
}

const isPortTaken = (error: unknown): boolean =>
  error instanceof Error && Reflect.get(error, 'code') === 'EADDRINUSE'

const portTaken = (port: number): Mistake =>
  new Mistake(`Port ${port} is in use. Name another, or 0 for any free one: PORT=0 npm start`)
