import * as z from 'zod'
import { AwsError } from '../endpoint/aws-error.ts'
import type { Call, Service } from '../endpoint/call.ts'
import { readBody } from '../endpoint/read-body.ts'
import type { JsonObject } from '../json.ts'
import type { StateMachineDescription } from '../template/state-machines.ts'
import type { Execution, Executions } from './executions.ts'

/** The operations of Step Functions that functions and tests use. */
export function statesService(machines: readonly StateMachineDescription[], executions: Executions): Service {
  const operations: Readonly<Record<string, (body: JsonObject) => object>> = {
    StartExecution: (body) => start(body, machines, executions),
    DescribeExecution: (body) => describe(theExecution(body, executions)),
    StopExecution: (body) => {
      executions.abort(theExecution(body, executions).arn)
      return { stopDate: Date.now() / 1000 }
    },
    ListExecutions: (body) => list(body, executions),
  }
  return async (call: Call) => {
    if (call.faults.has('throttling')) throw new AwsError('ThrottlingException', 'Rate exceeded')
    const operation = operations[call.operation]
    if (operation === undefined) {
      throw new AwsError('UnknownOperationException', `The local stack does not serve ${call.action}`)
    }
    return { status: 200, body: JSON.stringify(operation(call.body)) }
  }
}

const Start = z.object({
  stateMachineArn: z.string(),
  name: z
    .string()
    .regex(/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u)
    .default(() => crypto.randomUUID()),
  input: z.string().max(262_144).default('{}'),
})

/** The same name and input while running: the same execution. Otherwise a name is used once (in 90 days). */
function start(
  body: JsonObject,
  machines: readonly StateMachineDescription[],
  executions: Executions,
): object {
  const { stateMachineArn, name, input } = readBody(Start, body)
  const machine = machines.find(({ arn }) => arn === stateMachineArn)
  if (machine === undefined) {
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`)
  }
  const before = executions.of(stateMachineArn).find((execution) => execution.name === name)
  if (before !== undefined && (before.status !== 'RUNNING' || before.input !== input)) {
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${before.arn}'`)
  }
  const { arn, startedAt } = before ?? executions.start(machine, name, input)
  return { executionArn: arn, startDate: startedAt / 1000 }
}

const Named = z.object({ executionArn: z.string() })

function theExecution(body: JsonObject, executions: Executions): Execution {
  const { executionArn } = readBody(Named, body)
  const execution = executions.find(executionArn)
  if (execution !== undefined) return execution
  throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`)
}

function describe(execution: Execution): object {
  const { input, output, error, cause } = execution
  return { ...summary(execution), input, output, error, cause }
}

const List = z.object({ stateMachineArn: z.string(), statusFilter: z.string().optional() })

function list(body: JsonObject, executions: Executions): object {
  const { stateMachineArn, statusFilter } = readBody(List, body)
  const found = executions
    .of(stateMachineArn)
    .filter(({ status }) => statusFilter === undefined || status === statusFilter)
  return { executions: found.map(summary).toReversed() }
}

function summary({ arn, machineArn, name, status, startedAt, stoppedAt }: Execution): object {
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status,
    startDate: startedAt / 1000,
    stopDate: stoppedAt === undefined ? undefined : stoppedAt / 1000,
  }
}
