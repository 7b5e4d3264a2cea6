import { watchActivity } from '../../../infra/local/activity.ts'
import type { Counts } from '../../../infra/local/endpoint/counts.ts'
import { startExecutions } from '../../../infra/local/step-functions/executions.ts'
import type { StateMachineDescription } from '../../../infra/local/template/state-machines.ts'

/** What a state's function does, from its input to its answer. */
export type Steps = Readonly<
  Record<'begin' | 'allocate-one' | 'conclude', (input: unknown) => Promise<unknown>>
>

/** Runs the baseline's machine by the stack's own interpreter, which counts as AWS bills. */
export async function executePlainly(counts: Counts, steps: Steps): Promise<void> {
  const activity = watchActivity()
  const executions = await startExecutions({
    machines: [MACHINE],
    counts,
    activity,
    file: undefined,
    lambdas: {
      async invoke(name, event) {
        counts.addInvocation(name)
        const step = Object.entries(steps).find(([one]) => one === name)?.[1]
        return { payload: JSON.stringify((await step?.(JSON.parse(event))) ?? {}) }
      },
      kill() {},
      stop() {},
    },
  })
  const { arn } = executions.start(MACHINE, 'run', '{}')
  await activity.idle()
  const execution = executions.find(arn)
  if (execution?.status !== 'SUCCEEDED') throw new Error(`The plain run failed: ${execution?.cause}`)
}

const functionArn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`

/**
 * One request at a time: the baseline never meets itself at a customer or at a capped account, and its counts are the
 * least that it can take. Side by side it would have to try again.
 */
const AT_ONCE = 1

const MACHINE: StateMachineDescription = {
  name: 'plain',
  arn: 'arn:aws:states:us-east-1:000000000000:stateMachine:plain',
  roleArn: 'arn:aws:iam::000000000000:role/plain',
  definition: {
    StartAt: 'Begin',
    States: {
      Begin: { Type: 'Task', Resource: functionArn('begin'), Next: 'Allocate every request' },
      'Allocate every request': {
        Type: 'Map',
        ItemsPath: '$.requests',
        MaxConcurrency: AT_ONCE,
        ItemProcessor: {
          StartAt: 'Allocate one request',
          States: {
            'Allocate one request': {
              Type: 'Task',
              Resource: functionArn('allocate-one'),
              ResultPath: null,
              End: true,
            },
          },
        },
        ResultPath: null,
        Next: 'Conclude',
      },
      Conclude: { Type: 'Task', Resource: functionArn('conclude'), End: true },
    },
  },
}
