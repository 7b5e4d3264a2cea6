import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Worker } from 'node:worker_threads'
import { transformSync } from 'esbuild'
import type { FunctionDescription } from '../template/functions.ts'
import type { InvocationMessage, InvocationResult, WorkerMessage } from './protocol.ts'

/** One execution environment of a function: a thread with its own memory, modules and environment. */
export interface FunctionWorker {
  readonly id: string
  /** One at a time. Resolves to an error, too, when the function takes too long or its worker ends. */
  run(event: string): Promise<InvocationResult>
  /** True until the function crashed, ran out of time or was terminated. */
  alive(): boolean
  terminate(): void
}

export interface WorkerOptions {
  readonly environment: Readonly<Record<string, string>>
  readonly log: (functionName: string, line: string) => void
}

export function startFunctionWorker(
  definition: FunctionDescription,
  id: string,
  options: WorkerOptions,
): FunctionWorker {
  const worker = startThread(definition, id, options)
  const ready = Promise.withResolvers<void>()
  let alive = true
  let answer: ((result: InvocationResult) => void) | undefined
  const end = (errorType: string, errorMessage: string) => {
    alive = false
    void worker.terminate()
    ready.resolve()
    answer?.({ error: { errorType, errorMessage, trace: [] } })
  }
  worker.on('message', (message: WorkerMessage) =>
    message === 'ready' ? ready.resolve() : answer?.(message),
  )
  worker.on('error', (error) => end(crashType(error), messageOf(error)))
  worker.on('exit', (code) => end('Runtime.ExitError', `Runtime exited with exit status ${code}`))
  return {
    id,
    alive: () => alive,
    terminate: () => end('Runtime.ExitError', 'Runtime was terminated'),
    run: async (event) => {
      const result = new Promise<InvocationResult>((resolve) => {
        answer = resolve
      })
      // Loading has time of its own, which the function's does not include.
      await inTime(ready.promise, INIT_LIMIT_SECONDS, end)
      if (alive) worker.postMessage(invocation(definition, id, event))
      return inTime(result, definition.timeoutSeconds, end)
    },
  }
}

/** Lambda's limit. */
const INIT_LIMIT_SECONDS = 10

async function inTime<Result>(
  work: Promise<Result>,
  seconds: number,
  end: (errorType: string, errorMessage: string) => void,
): Promise<Result> {
  const giveUp = () => end('Sandbox.Timedout', `Task timed out after ${seconds.toFixed(2)} seconds`)
  const timer = setTimeout(giveUp, seconds * 1000)
  return work.finally(() => clearTimeout(timer))
}

function startThread(
  definition: FunctionDescription,
  id: string,
  { environment, log }: WorkerOptions,
): Worker {
  const worker = new Worker(RUNTIME, {
    workerData: { file: moduleOf(definition), handler: definition.handler },
    env: environmentOf(definition, id, environment),
    resourceLimits: { maxOldGenerationSizeMb: definition.memoryMb },
    execArgv: [],
    stdout: true,
    stderr: true,
  })
  for (const input of [worker.stdout, worker.stderr]) {
    createInterface({ input }).on('line', (line) => log(definition.name, line))
  }
  return worker
}

/** Compiled once for all workers: each would take 25 ms to strip the types by itself. */
const RUNTIME = runtimeUrl()

function runtimeUrl(): URL {
  const source = readFileSync(new URL('./runtime.ts', import.meta.url), 'utf8')
  const { code } = transformSync(source, { loader: 'ts', format: 'esm', target: 'node24' })
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`)
}

function moduleOf({ directory, module }: FunctionDescription): string {
  const names = [`${module}.mjs`, `${module}.js`].map((name) => join(directory, name))
  return names.find((name) => existsSync(name)) ?? join(directory, module)
}

/** What a function finds in its environment on AWS, and nothing of this process's own. */
function environmentOf(
  definition: FunctionDescription,
  id: string,
  shared: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: definition.name, // tells the one endpoint who calls
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: id,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: id,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    LAMBDA_TASK_ROOT: definition.directory,
    ...definition.environment,
    ...shared,
  }
}

function invocation(definition: FunctionDescription, id: string, event: string): InvocationMessage {
  return {
    event,
    deadline: Date.now() + definition.timeoutSeconds * 1000,
    context: {
      functionName: definition.name,
      invokedFunctionArn: definition.arn,
      awsRequestId: crypto.randomUUID(),
      memoryLimitInMB: String(definition.memoryMb),
      logGroupName: `/aws/lambda/${definition.name}`,
      logStreamName: id,
    },
  }
}

function crashType(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'Runtime.OutOfMemory' : 'Runtime.ExitError'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
