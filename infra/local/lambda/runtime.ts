// Runs inside a worker thread, where Lambda's own runtime would: loads the function once, then calls its handler.
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import type { FunctionError, InvocationMessage, InvocationResult, WorkerSetup } from './protocol.ts'

type Handler = (event: unknown, context: object) => unknown

const loading = load(workerData as WorkerSetup)
const ready = () => parentPort?.postMessage('ready')
loading.then(ready, ready) // what went wrong is told by the first invocation

parentPort?.on('message', (message: InvocationMessage) => {
  void invoke(message).then((result) => parentPort?.postMessage(result))
})

async function load({ file, handler }: WorkerSetup): Promise<Handler> {
  const module: unknown = await import(pathToFileURL(file).href)
  const found: unknown = typeof module === 'object' && module !== null && Reflect.get(module, handler)
  if (typeof found !== 'function') throw new Error(`${file} exports no ${handler}`)
  return (event, context): unknown => Reflect.apply(found, undefined, [event, context])
}

async function invoke({ event, context, deadline }: InvocationMessage): Promise<InvocationResult> {
  try {
    const handler = await loading
    const result = await handler(JSON.parse(event), {
      ...context,
      functionVersion: '$LATEST',
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    })
    return { payload: JSON.stringify(result ?? null) }
  } catch (error) {
    return { error: asFunctionError(error) }
  }
}

function asFunctionError(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] }
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
}
