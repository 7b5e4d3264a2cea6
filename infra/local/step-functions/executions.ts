import { ExecutionAbortedError, ExecutionTimeoutError, StateMachine } from 'aws-local-stepfunctions'
import * as z from 'zod'
import type { Activity } from '../activity.ts'
import type { Counts } from '../endpoint/counts.ts'
import { keptFile } from '../kept-file.ts'
import type { Lambdas } from '../lambda/lambdas.ts'
import type { StateMachineDescription } from '../template/state-machines.ts'
import { billOf } from './billing.ts'
import { readDefinition } from './definition.ts'
import { taskHandlers } from './task-handlers.ts'

export type Execution = z.infer<typeof ExecutionSchema>

export interface Executions {
  /** Runs in the background; what it came to is found under its ARN. */
  start(machine: StateMachineDescription, name: string, input: string): Execution
  find(executionArn: string): Execution | undefined
  of(machineArn: string): Execution[]
  abort(executionArn: string): void
  stop(): Promise<void>
}

export interface ExecutionsParts {
  readonly machines: readonly StateMachineDescription[]
  readonly lambdas: Lambdas
  readonly counts: Counts
  readonly activity: Activity
  /** Where executions are kept; those that were running when the stack ended begin again. */
  readonly file: string | undefined
}

export async function startExecutions(parts: ExecutionsParts): Promise<Executions> {
  const kept = await keptFile(parts.file, z.array(ExecutionSchema), [])
  const executions = new Map(kept.value.map((execution) => [execution.arn, execution]))
  const record = (execution: Execution) => {
    executions.set(execution.arn, execution)
    void kept.keep([...executions.values()])
  }
  const runner = startRunner(parts, record)
  for (const execution of executions.values()) if (execution.status === 'RUNNING') void runner.run(execution)
  return {
    start(machine, name, input) {
      const execution = newExecution(machine, name, input)
      record(execution)
      void runner.run(execution)
      return execution
    },
    find: (arn) => executions.get(arn),
    of: (machineArn) => [...executions.values()].filter((execution) => execution.machineArn === machineArn),
    abort: (arn) => runner.abort(arn),
    stop() {
      runner.stop()
      return kept.kept()
    },
  }
}

function startRunner(parts: ExecutionsParts, record: (execution: Execution) => void) {
  const machines = new Map(parts.machines.map((machine) => [machine.arn, runnable(machine, parts.lambdas)]))
  const aborts = new Map<string, () => void>()
  let stopped = false
  return {
    async run(execution: Execution): Promise<void> {
      const machine = machines.get(execution.machineArn)
      if (machine === undefined) throw new Error(`There is no state machine ${execution.machineArn}`)
      const ended = parts.activity.begin()
      const running = machine(execution)
      aborts.set(execution.arn, running.abort)
      const counting = count(running.events, parts.counts)
      const outcome = await outcomeOf(running.result)
      await counting
      aborts.delete(execution.arn)
      if (!stopped) record({ ...execution, ...outcome, stoppedAt: Date.now() })
      ended()
    },
    abort: (arn: string) => aborts.get(arn)?.(),
    /** What runs is left as running: it begins again with the next start. */
    stop() {
      stopped = true
      for (const abort of aborts.values()) abort()
    },
  }
}

function newExecution(machine: StateMachineDescription, name: string, input: string): Execution {
  const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`
  return { arn, name, machineArn: machine.arn, input, status: 'RUNNING', startedAt: Date.now() }
}

const ExecutionSchema = z.object({
  arn: z.string(),
  name: z.string(),
  machineArn: z.string(),
  /** JSON text, as it was given. */
  input: z.string(),
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
  /** Epoch milliseconds. */
  startedAt: z.number(),
  stoppedAt: z.number().optional(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
})

function runnable(description: StateMachineDescription, lambdas: Lambdas) {
  const { tasks, definition } = readDefinition(description.name, description.definition)
  const machine = new StateMachine(definition, { validationOptions: { noValidate: true } }) // readDefinition did
  const taskResourceLocalHandlers = taskHandlers(tasks, lambdas)
  return (execution: Execution) => {
    const { abort, result, eventLogs } = machine.run(z.json().parse(JSON.parse(execution.input)), {
      overrides: { taskResourceLocalHandlers },
      context: {
        Execution: { Id: execution.arn, Name: execution.name },
        StateMachine: { Id: description.arn, Name: description.name },
      },
    })
    return { abort, result, events: eventLogs }
  }
}

async function count(events: AsyncIterable<Parameters<typeof billOf>[0]>, counts: Counts): Promise<void> {
  for await (const event of events) counts.addExecution(billOf(event))
}

async function outcomeOf(
  result: Promise<unknown>,
): Promise<Pick<Execution, 'status' | 'output' | 'error' | 'cause'>> {
  try {
    return { status: 'SUCCEEDED', output: JSON.stringify((await result) ?? null) }
  } catch (error) {
    if (error instanceof ExecutionAbortedError) return { status: 'ABORTED' }
    if (error instanceof ExecutionTimeoutError) return { status: 'TIMED_OUT', error: 'States.Timeout' }
    const cause: unknown = error instanceof Error ? (error.cause ?? error) : error
    if (!(cause instanceof Error)) return { status: 'FAILED', error: 'States.Runtime', cause: String(cause) }
    return { status: 'FAILED', error: cause.name, cause: cause.message }
  }
}
