import validate from 'asl-validator'
import type { StateMachineDefinition } from 'aws-local-stepfunctions'
import * as z from 'zod'
import type { JsonObject } from '../json.ts'

/** A task of a state machine: the name of its state, unique in the whole machine, and the function it calls. */
export interface FunctionTask {
  readonly stateName: string
  readonly functionArn: string
  /** True for `arn:aws:states:::lambda:invoke`, whose input and result are wrapped. */
  readonly wrapped: boolean
}

/**
 * Checks a definition against the language and against what the local machine can run; throws with everything that
 * it would silently pass over (JSONata, distributed maps, batchers). The result can be run as it is.
 */
export function readDefinition(name: string, definition: JsonObject): RunnableDefinition {
  const { isValid, errorsText } = validate(structuredClone(definition), { checkArn: true, checkPaths: true })
  if (!isValid) throw new Error(`The definition of ${name} is not valid: ${errorsText('; ')}`)
  const machine = Machine.safeParse(definition)
  if (!machine.success) {
    throw new Error(`The local stack cannot run ${name}:\n${z.prettifyError(machine.error)}`)
  }
  const tasks = tasksOf(machine.data).map(asTask)
  const names = tasks.map(({ stateName }) => stateName)
  const double = names.find((stateName, index) => names.indexOf(stateName) !== index)
  if (double !== undefined) throw new Error(`${name} has two states named ${double}`)
  // The local machine gives a task a minute, AWS as long as its function takes.
  const patient = structuredClone(machine.data)
  for (const task of tasksOf(patient)) task.state.TimeoutSeconds ??= TASK_TIMEOUT_SECONDS
  return { tasks, definition: patient as StateMachineDefinition }
}

export interface RunnableDefinition {
  readonly tasks: readonly FunctionTask[]
  readonly definition: StateMachineDefinition
}

/** Longer than any function may run. */
const TASK_TIMEOUT_SECONDS = 86_400

const anything = z.unknown().optional()
const paths = { Comment: anything, InputPath: anything, OutputPath: anything }
const after = { Next: anything, End: anything }
const results = { ResultPath: anything, ResultSelector: anything }
const failures = {
  Retry: z
    .array(
      z.strictObject({
        ErrorEquals: anything,
        IntervalSeconds: anything,
        MaxAttempts: anything,
        BackoffRate: anything,
        MaxDelaySeconds: anything,
        JitterStrategy: anything,
        Comment: anything,
      }),
    )
    .optional(),
  Catch: z
    .array(z.strictObject({ ErrorEquals: anything, Next: anything, ResultPath: anything, Comment: anything }))
    .optional(),
}

const Task = z.strictObject({
  Type: z.literal('Task'),
  Resource: z.string(),
  Parameters: z.record(z.string(), z.unknown()).optional(),
  TimeoutSeconds: z.number().optional(),
  ...paths,
  ...after,
  ...results,
  ...failures,
})

const PASSIVE = [
  z.strictObject({
    Type: z.literal('Pass'),
    Result: anything,
    Parameters: anything,
    ResultPath: anything,
    ...paths,
    ...after,
  }),
  z.strictObject({ Type: z.literal('Choice'), Choices: anything, Default: anything, ...paths }),
  z.strictObject({
    Type: z.literal('Wait'),
    Seconds: anything,
    SecondsPath: anything,
    Timestamp: anything,
    TimestampPath: anything,
    ...paths,
    ...after,
  }),
  z.strictObject({ Type: z.literal('Succeed'), ...paths }),
  z.strictObject({
    Type: z.literal('Fail'),
    Comment: anything,
    Error: anything,
    Cause: anything,
    ErrorPath: anything,
    CausePath: anything,
  }),
] as const

const MapState = z.strictObject({
  Type: z.literal('Map'),
  get ItemProcessor() {
    return Processor
  },
  ItemsPath: anything,
  ItemSelector: anything,
  Parameters: anything,
  MaxConcurrency: anything,
  MaxConcurrencyPath: anything,
  ...paths,
  ...after,
  ...results,
  ...failures,
})

const States = z.record(z.string(), z.discriminatedUnion('Type', [Task, MapState, ...PASSIVE]))

const Processor: z.ZodType<{ States: Record<string, State> }> = z.strictObject({
  ProcessorConfig: z.strictObject({ Mode: z.literal('INLINE') }).optional(),
  StartAt: z.string(),
  States,
})

const Machine = z.strictObject({
  StartAt: z.string(),
  States,
  Comment: anything,
  QueryLanguage: z.literal('JSONPath').optional(),
  TimeoutSeconds: z.number().optional(),
  Version: anything,
})

type State =
  | z.infer<typeof Task>
  | { Type: 'Map'; ItemProcessor: { States: Record<string, State> } }
  | { Type: 'Pass' | 'Choice' | 'Wait' | 'Succeed' | 'Fail' }

interface TaskState {
  readonly stateName: string
  readonly state: z.infer<typeof Task>
}

function tasksOf({ States }: { States: Record<string, State> }): TaskState[] {
  return Object.entries(States).flatMap(([stateName, state]) => {
    if (state.Type === 'Map') return tasksOf(state.ItemProcessor)
    return state.Type === 'Task' ? [{ stateName, state }] : []
  })
}

function asTask({ stateName, state }: TaskState): FunctionTask {
  const { Resource, Parameters = {} } = state
  if (Resource.startsWith('arn:aws:lambda:')) return { stateName, functionArn: Resource, wrapped: false }
  const functionArn = Parameters['FunctionName']
  if (Resource === 'arn:aws:states:::lambda:invoke' && typeof functionArn === 'string') {
    return { stateName, functionArn, wrapped: true }
  }
  throw new Error(`The local stack cannot run the task ${Resource} of ${stateName}`)
}
