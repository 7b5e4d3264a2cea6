import * as z from 'zod'
import type { Lambdas } from '../lambda/lambdas.ts'
import type { FunctionError, InvocationResult } from '../lambda/protocol.ts'
import type { FunctionTask } from './definition.ts'

export type TaskHandlers = Record<string, (input: Json) => Promise<Json>>

type Json = z.infer<ReturnType<typeof z.json>>

/** What each task state does: invokes its function and fails in the words that Retry and Catch look for. */
export function taskHandlers(tasks: readonly FunctionTask[], lambdas: Lambdas): TaskHandlers {
  return Object.fromEntries(
    tasks.map((task) => [task.stateName, (input: Json) => perform(task, input, lambdas)]),
  )
}

async function perform(task: FunctionTask, input: Json, lambdas: Lambdas): Promise<Json> {
  const name = task.functionArn.split(':').at(-1) ?? ''
  const event = JSON.stringify(task.wrapped ? payloadOf(input) : input)
  const result = z.json().parse(JSON.parse(payloadIn(await lambdas.invoke(name, event))))
  return task.wrapped ? { ExecutedVersion: '$LATEST', Payload: result, StatusCode: 200 } : result
}

function payloadOf(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'Payload' in input ? input.Payload : {}
}

/** Step Functions' limit on what a state takes or gives. */
const STATE_PAYLOAD_LIMIT_BYTES = 262_144

function payloadIn(result: InvocationResult): string {
  if ('error' in result) throw taskError(result.error.errorType, causeOf(result.error))
  if (Buffer.byteLength(result.payload) <= STATE_PAYLOAD_LIMIT_BYTES) return result.payload
  throw taskError('States.DataLimitExceeded', 'The state returned a result with a size over 262144 bytes')
}

function causeOf({ errorType, errorMessage, trace }: FunctionError): string {
  return JSON.stringify({ errorType, errorMessage, trace })
}

function taskError(name: string, cause: string): Error {
  const error = new Error(cause)
  error.name = name
  return error
}
