import { totalmem } from 'node:os'
import type { Activity } from '../activity.ts'
import type { Counts } from '../endpoint/counts.ts'
import type { FunctionDescription } from '../template/functions.ts'
import { type FunctionWorker, startFunctionWorker, type WorkerOptions } from './function-worker.ts'
import type { InvocationResult } from './protocol.ts'

export interface Lambdas {
  /** Event and result are JSON text. A function's failure is a result; an unknown name throws. */
  invoke(functionName: string, event: string): Promise<InvocationResult>
  /** Ends the workers of a function, or one of them, whatever they are doing: what a crash looks like from outside. */
  kill(functionName: string, workerId?: string): void
  stop(): void
}

export interface LambdasOptions extends WorkerOptions {
  readonly functions: readonly FunctionDescription[]
  readonly counts: Counts
  readonly activity: Activity
  /** Threads of all functions together. */
  readonly workersLimit?: number
}

/** Runs functions in workers that start on first use; calls beyond what the limits let run wait their turn. */
export function startLambdas(options: LambdasOptions): Lambdas {
  const pools = new Map(options.functions.map((definition) => [definition.name, emptyPool(definition)]))
  const all: AllPools = { pools: [...pools.values()], started: 0, stopped: false, options }
  return {
    async invoke(functionName, event) {
      const pool = pools.get(functionName)
      if (pool === undefined) throw new Error(`There is no function ${functionName}`)
      if (all.stopped) return { error: STOPPED }
      const ended = options.activity.begin()
      const result = new Promise<InvocationResult>((answer) => pool.waiting.push({ event, answer }))
      dispatch(all)
      return result.finally(ended)
    },
    kill(functionName, workerId) {
      const pool = pools.get(functionName)
      if (pool !== undefined) terminate(pool, workerId)
    },
    stop() {
      all.stopped = true
      for (const pool of all.pools) {
        for (const { answer } of pool.waiting.splice(0)) answer({ error: STOPPED })
        terminate(pool)
      }
    },
  }
}

/** Threads are dear on a small machine; on AWS a thousand may run. */
const WORKERS_PER_FUNCTION_LIMIT = 2

/** A worker that had to go for another starts anew in a quarter of a second; one that stays takes some 30 MB. */
const WORKERS_LIMIT_DEFAULT = Math.min(96, Math.max(24, Math.floor(totalmem() / (128 * 1024 * 1024))))

/** Lambda's limit on what a synchronous invocation takes and gives. */
export const PAYLOAD_LIMIT_BYTES = 6 * 1024 * 1024

interface AllPools {
  readonly pools: readonly Pool[]
  readonly options: LambdasOptions
  started: number
  stopped: boolean
}

interface Pool {
  readonly definition: FunctionDescription
  readonly waiting: WaitingCall[]
  readonly busy: Set<FunctionWorker>
  idle: FunctionWorker[]
  usedAt: number
}

interface WaitingCall {
  readonly event: string
  readonly answer: (result: InvocationResult) => void
}

function emptyPool(definition: FunctionDescription): Pool {
  return { definition, waiting: [], busy: new Set(), idle: [], usedAt: 0 }
}

const STOPPED = { errorType: 'Runtime.ExitError', errorMessage: 'The local stack has stopped', trace: [] }

function dispatch(all: AllPools): void {
  for (const pool of all.pools) {
    while (pool.waiting.length > 0) {
      const worker = workerFor(pool, all)
      if (worker === undefined) break
      const call = pool.waiting.shift()
      if (call !== undefined) void run(call, worker, pool, all)
    }
  }
}

function workerFor(pool: Pool, all: AllPools): FunctionWorker | undefined {
  pool.idle = pool.idle.filter((worker) => worker.alive()) // one may have crashed between two calls
  const idle = pool.idle.pop()
  if (idle !== undefined) return idle
  if (pool.busy.size >= WORKERS_PER_FUNCTION_LIMIT || !roomFor(all)) return undefined
  all.started += 1
  return startFunctionWorker(pool.definition, `${pool.definition.name}/${all.started}`, all.options)
}

async function run(call: WaitingCall, worker: FunctionWorker, pool: Pool, all: AllPools): Promise<void> {
  pool.busy.add(worker)
  all.options.counts.addInvocation(pool.definition.name)
  call.answer(limited(await worker.run(call.event)))
  pool.busy.delete(worker)
  pool.usedAt = performance.now()
  if (worker.alive()) pool.idle.push(worker)
  if (!all.stopped) dispatch(all)
}

function terminate(pool: Pool, workerId?: string): void {
  for (const worker of [...pool.busy, ...pool.idle]) {
    if (workerId === undefined || worker.id === workerId) worker.terminate()
  }
}

/** True when another worker may start, for which the least recently used one may have to go. */
function roomFor({ pools, options }: AllPools): boolean {
  const total = pools.reduce((sum, pool) => sum + pool.busy.size + pool.idle.length, 0)
  if (total < (options.workersLimit ?? WORKERS_LIMIT_DEFAULT)) return true
  const [oldest] = pools.filter((pool) => pool.idle.length > 0).sort((a, b) => a.usedAt - b.usedAt)
  oldest?.idle.shift()?.terminate()
  return oldest !== undefined
}

function limited(result: InvocationResult): InvocationResult {
  if ('error' in result || Buffer.byteLength(result.payload) <= PAYLOAD_LIMIT_BYTES) return result
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${PAYLOAD_LIMIT_BYTES} bytes).`
  return { error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage, trace: [] } }
}
