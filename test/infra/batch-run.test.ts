import { StateMachine } from 'aws-local-stepfunctions'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { EXECUTIONS_LIMIT } from '../../functions/background/looking-after-runs.ts'
import { PLAN_OUTLASTS_SECONDS } from '../../shared/repository/runs/plans.ts'
import { propertiesOf, synthesizedTemplates } from './templates.ts'

type StateMachineDefinition = ConstructorParameters<typeof StateMachine>[0]

/** Which definitions it takes is for the engine to say. */
const States = z.custom<StateMachineDefinition>((value) => typeof value === 'object')

const Definition = z.object({
  DefinitionString: z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) }),
})

let machine: StateMachine
let timeoutSeconds: number

beforeAll(async () => {
  const { service } = await synthesizedTemplates('local')
  const [properties] = propertiesOf(service, 'AWS::StepFunctions::StateMachine')
  const [glue, parts] = Definition.parse(properties).DefinitionString['Fn::Join']
  const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:any'
  // As CloudFormation would fill it in.
  const definition = parts.map((part) => (typeof part === 'string' ? part : arn)).join(glue)
  machine = new StateMachine(States.parse(JSON.parse(definition)))
  timeoutSeconds = z.object({ TimeoutSeconds: z.int() }).parse(JSON.parse(definition)).TimeoutSeconds
})

const RUN = { organizationId: 'org_1', batchId: 'preq_batch_1', runId: 'run_1' }

/** Runs it with these functions and tells, in order, what each was asked. */
async function run(functions: { chunks: number[]; allocate?: (chunk: number) => void }) {
  const asked: [state: string, input: unknown][] = []
  const noWait = { 'Begin the run': 0, 'Allocate one chunk': 0, 'Conclude the run': 0 }
  const execution = machine.run(
    { ...RUN },
    {
      overrides: {
        retryIntervalOverrides: noWait,
        taskResourceLocalHandlers: {
          'Begin the run': async (input: unknown) => {
            asked.push(['begin', input])
            return { ...RUN, chunks: functions.chunks }
          },
          'Allocate one chunk': async (input: unknown) => {
            asked.push(['chunk', input])
            functions.allocate?.(z.object({ chunk: z.number() }).parse(input).chunk)
            return { much: 'x'.repeat(1000) }
          },
          'Conclude the run': async (input: unknown) => {
            asked.push(['conclude', input])
            return null
          },
        },
      },
    },
  )
  await execution.result
  return asked
}

describe('the batch run', () => {
  it('is over, however often it is started again, long before the plan that it applies is deleted', () => {
    expect(4 * EXECUTIONS_LIMIT * timeoutSeconds).toBeLessThan(PLAN_OUTLASTS_SECONDS)
  })

  it('begins, allocates every chunk with its number, and concludes', async () => {
    const asked = await run({ chunks: [0, 1, 2] })
    expect(asked[0]).toEqual(['begin', RUN])
    expect(new Set(asked.slice(1, -1))).toEqual(
      new Set([0, 1, 2].map((chunk) => ['chunk', { ...RUN, chunk }])),
    )
    expect(asked.at(-1)).toEqual(['conclude', RUN])
  })

  it('concludes a batch without members', async () => {
    expect(await run({ chunks: [] })).toEqual([
      ['begin', RUN],
      ['conclude', RUN],
    ])
  })

  it('concludes although a chunk fails every time, after six tries of it and one of the others', async () => {
    const asked = await run({
      chunks: [0, 1],
      allocate: (chunk) => {
        if (chunk === 1) throw new Error('out of memory')
      },
    })
    const chunks = asked.filter(([state]) => state === 'chunk').map(([, input]) => input)
    expect(chunks.filter((input) => z.object({ chunk: z.literal(1) }).safeParse(input).success)).toHaveLength(
      6,
    )
    expect(chunks).toHaveLength(7)
    expect(asked.at(-1)).toEqual(['conclude', RUN])
  })
})
