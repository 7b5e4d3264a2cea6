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
}

/** Runs functions in workers that start on first use; calls beyond what the limits let run wait their turn. */
export function startLambdas(options: LambdasOptions): Lambdas {
  const pools = new Map(options.functions.map((definition) => [definition.name, emptyPool(definition)]))
  const lambdas = [...pools.values()]
  let started = 0

  const workerFor = (pool: Pool): FunctionWorker | undefined => {
    const idle = pool.idle.pop()
    if (idle !== undefined) return idle
    if (pool.busy.size >= WORKERS_PER_FUNCTION_LIMIT) return undefined
    if (!roomFor(lambdas)) return undefined
    started += 1
    return startFunctionWorker(pool.definition, `${pool.definition.name}/${started}`, options)
  }
  const dispatch = () => {
    for (const pool of lambdas) {
      while (pool.waiting.length > 0) {
        const worker = workerFor(pool)
        if (worker === undefined) break
        const call = pool.waiting.shift()
        if (call !== undefined) void run(pool, worker, call)
      }
    }
  }
  const run = async (pool: Pool, worker: FunctionWorker, call: WaitingCall) => {
    pool.busy.add(worker)
    options.counts.addInvocation(pool.definition.name)
    call.answer(limited(await worker.run(call.event)))
    pool.busy.delete(worker)
    pool.usedAt = performance.now()
    if (worker.alive()) pool.idle.push(worker)
    dispatch()
  }
  return {
    async invoke(functionName, event) {
      const pool = pools.get(functionName)
      if (pool === undefined) throw new Error(`There is no function ${functionName}`)
      const ended = options.activity.begin()
      const result = new Promise<InvocationResult>((answer) => pool.waiting.push({ event, answer }))
      dispatch()
      return result.finally(ended)
    },
    kill(functionName, workerId) {
      const pool = pools.get(functionName)
      for (const worker of pool === undefined ? [] : [...pool.busy, ...pool.idle]) {
        if (workerId === undefined || worker.id === workerId) worker.terminate()
      }
      if (pool !== undefined) pool.idle = pool.idle.filter((worker) => worker.alive())
    },
    stop() {
      for (const pool of lambdas) {
        pool.waiting.length = 0
        for (const worker of [...pool.busy, ...pool.idle]) worker.terminate()
        pool.idle = []
      }
    },
  }
}

/** Threads are dear on a small machine; on AWS a thousand may run. */
const WORKERS_PER_FUNCTION_LIMIT = 2
const WORKERS_LIMIT = 24

/** Lambda's limit on what a synchronous invocation takes and gives. */
export const PAYLOAD_LIMIT_BYTES = 6 * 1024 * 1024

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

/** True when another worker may start, for which the least recently used one may have to go. */
function roomFor(pools: readonly Pool[]): boolean {
  const total = pools.reduce((sum, pool) => sum + pool.busy.size + pool.idle.length, 0)
  if (total < WORKERS_LIMIT) return true
  const [oldest] = pools.filter((pool) => pool.idle.length > 0).sort((a, b) => a.usedAt - b.usedAt)
  oldest?.idle.shift()?.terminate()
  return oldest !== undefined
}

function limited(result: InvocationResult): InvocationResult {
  if ('error' in result || Buffer.byteLength(result.payload) <= PAYLOAD_LIMIT_BYTES) return result
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${PAYLOAD_LIMIT_BYTES} bytes).`
  return { error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage, trace: [] } }
}
