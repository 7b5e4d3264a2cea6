import { Duration } from 'aws-cdk-lib'
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch'
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import {
  Chain,
  DefinitionBody,
  Errors,
  JitterType,
  JsonPath,
  LogLevel,
  Map as MapState,
  Pass,
  type RetryProps,
  StateMachine,
  TaskInput,
} from 'aws-cdk-lib/aws-stepfunctions'
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks'
import { Construct } from 'constructs'
import { acknowledged } from '../acknowledged.ts'
import { BACKGROUND } from '../background.ts'
import { nameIn } from '../names.ts'
import { type AlarmText, alarmOn } from './alarm.ts'
import { DeskFunction } from './desk-function.ts'
import { deskLogGroup } from './log-group.ts'
import { mayDeliverLogs, mayTrace } from './permissions.ts'
import type { StageContext } from './stage-context.ts'

/** Chunks at once: eight times one chunk's transactions stay far below what a new table takes in a second. */
const CHUNKS_AT_ONCE_LIMIT = 8

/**
 * Whatever a step throws: a business refusal is data, so an error is a fault. Every step finds what an earlier try did
 * and trying again is free: at most 1 + 2 + 4 + 8 + 16 = 31 s of waiting, long enough for a throttled table to grow.
 */
const FAULTS: RetryProps = {
  errors: [Errors.TASKS_FAILED, Errors.TIMEOUT],
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxAttempts: 5,
  jitterStrategy: JitterType.FULL,
}

/** 32 chunks, 8 at once, each 6 tries of 120 s and 31 s of waiting: 50 minutes at the very worst. */
const RUN_TIMEOUT = Duration.hours(1)

/** Which run it is; what is to be done in it stands in the table. */
const RUN = {
  organizationId: JsonPath.stringAt('$.organizationId'),
  batchId: JsonPath.stringAt('$.batchId'),
  runId: JsonPath.stringAt('$.runId'),
}

/** Begin → every chunk → Conclude (design §7). A chunk that cannot be saved is left to Conclude, which counts it. */
export class BatchRun extends Construct {
  readonly stateMachine: StateMachine

  constructor(scope: Construct, context: StageContext) {
    super(scope, 'BatchRun')
    const begin = new DeskFunction(this, { ...context, definition: BACKGROUND.begin })
    const allocateChunk = new DeskFunction(this, { ...context, definition: BACKGROUND.allocateChunk })
    const conclude = new DeskFunction(this, { ...context, definition: BACKGROUND.conclude })

    const name = nameIn(context.stage, 'batch-run')
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: name,
      definitionBody: DefinitionBody.fromChainable(this.#steps(begin, allocateChunk, conclude)),
      role: this.#role([begin, allocateChunk, conclude]),
      timeout: RUN_TIMEOUT,
      tracingEnabled: true,
      logs: {
        destination: deskLogGroup(this, 'log', `/aws/vendedlogs/states/${name}`, context.settings),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    })
    alarmOn(this, context, RUN_FAILED, runsWithoutEnd(this.stateMachine))
    alarmOn(this, context, CHUNKS_FAILING, allocateChunk.metricErrors({ statistic: 'Sum' }))
  }

  #steps(begin: IFunction, allocateChunk: IFunction, conclude: IFunction): Chain {
    const oneChunk = this.#step('Allocate one chunk', allocateChunk, {
      payload: TaskInput.fromObject({ ...RUN, chunk: JsonPath.objectAt('$.chunk') }),
      resultPath: JsonPath.DISCARD,
    })
    oneChunk.addCatch(new Pass(this, 'Leave the chunk to conclude'), { resultPath: '$.fault' })

    const everyChunk = new MapState(this, 'Allocate every chunk', {
      itemsPath: '$.chunks',
      itemSelector: { ...RUN, chunk: JsonPath.objectAt('$$.Map.Item.Value') },
      maxConcurrency: CHUNKS_AT_ONCE_LIMIT,
      resultPath: JsonPath.DISCARD, // a state hands on 256 KiB at most; the truth is in the run's parts
    })

    const run = TaskInput.fromObject(RUN)
    return Chain.start(this.#step('Begin the run', begin, { payload: run }))
      .next(everyChunk.itemProcessor(oneChunk))
      .next(this.#step('Conclude the run', conclude, { payload: run, resultPath: JsonPath.DISCARD }))
  }

  #step(
    stateName: string,
    lambdaFunction: IFunction,
    io: { payload: TaskInput; resultPath?: string },
  ): LambdaInvoke {
    const step = new LambdaInvoke(this, stateName, {
      ...io,
      lambdaFunction,
      payloadResponseOnly: true,
      retryOnServiceExceptions: false,
    })
    step.addRetry(FAULTS)
    return step
  }

  #role(steps: readonly IFunction[]): IRole {
    const statements = [
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: steps.map((step) => step.functionArn),
      }),
      mayDeliverLogs(),
      mayTrace(),
    ]
    const role = new Role(this, 'role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      inlinePolicies: { may: new PolicyDocument({ statements }) },
    })
    acknowledged(role, 'IAM5[Resource::*]', 'Neither X-Ray nor the delivery of logs has resources to name.')
    return role.withoutPolicyUpdates()
  }
}

/** Stopped by hand counts too: its batch stays in processing all the same. */
const runsWithoutEnd = (machine: StateMachine): MathExpression =>
  new MathExpression({
    expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)', // one that is missing hides none
    usingMetrics: {
      failed: machine.metricFailed(),
      timedOut: machine.metricTimedOut(),
      aborted: machine.metricAborted(),
    },
  })

const RUN_FAILED: AlarmText = {
  name: 'batch-run-failed',
  impact:
    'A batch stays in processing: its customers are not allocated their money until the run is started again.',
}

/** A chunk that all six tries could not save; one that came through at the second does not count. */
const CHUNKS_FAILING: AlarmText = {
  name: 'chunks-failing',
  impact:
    'Payout requests of a batch get no allocation: their outcome is a fault until the batch runs again.',
  threshold: 5,
}
