import { ArnFormat, Duration, Stack } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import { Construct } from 'constructs'
import { acknowledged } from '../acknowledged.ts'
import { BACKGROUND } from '../background.ts'
import { nameIn } from '../names.ts'
import { type AlarmText, alarmOn } from './alarm.ts'
import { maySendTo } from './dead-letters.ts'
import { DeskFunction } from './desk-function.ts'
import type { StageContext } from './stage-context.ts'

/** A sweep that is missed is made up for by the next one. */
const EVERY = Duration.minutes(1)
const MISSED = { retryAttempts: 0, maxEventAge: EVERY }

/** Looks after what is not at rest, every minute. */
export class Sweep extends Construct {
  constructor(
    scope: Construct,
    context: StageContext,
    starts: { batchRun: IStateMachine; payments: IQueue; batchRequests: IQueue; deliveries: IQueue },
  ) {
    super(scope, 'Sweep')
    const { batchRun, payments, batchRequests, deliveries } = starts
    const sweep = new DeskFunction(this, {
      ...context,
      definition: BACKGROUND.sweep,
      environment: {
        BATCH_RUN_ARN: batchRun.stateMachineArn,
        PAYMENTS_URL: payments.queueUrl,
        BATCH_REQUESTS_URL: batchRequests.queueUrl,
        WEBHOOK_DELIVERIES_URL: deliveries.queueUrl,
      },
      may: [
        maySendTo(payments, batchRequests, deliveries),
        new PolicyStatement({ actions: ['states:StartExecution'], resources: [batchRun.stateMachineArn] }),
        new PolicyStatement({
          actions: ['states:DescribeExecution'],
          resources: [executionsOf(this, nameIn(context.stage, 'batch-run'))],
        }),
      ],
    })
    sweep.configureAsyncInvoke(MISSED)
    new Rule(this, 'EveryMinute', {
      ruleName: nameIn(context.stage, 'sweep'),
      schedule: Schedule.rate(EVERY),
      targets: [new LambdaFunction(sweep, MISSED)],
    })
    const inQuarterHour = { statistic: 'Sum', period: Duration.minutes(15) }
    alarmOn(this, context, FAILING, sweep.metricErrors(inQuarterHour))
    alarmOn(this, context, MISSING, sweep.metricInvocations(inQuarterHour))
  }
}

/** Executions have names of their own, so the machine's are all that can be named. */
function executionsOf(scope: Construct, machine: string): string {
  const arnOf = { service: 'states', resource: 'execution', arnFormat: ArnFormat.COLON_RESOURCE_NAME }
  acknowledged(
    scope,
    `IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${machine}:*]`,
    'Executions are named by their runs; these are the executions of one machine.',
  )
  return Stack.of(scope).formatArn({ ...arnOf, resourceName: `${machine}:*` })
}

/** What fails does so each sweep until somebody helps; one that only met others goes through a minute later. */
const FAILING: AlarmText = {
  name: 'sweep-failing',
  impact:
    'What a crash has left half-done stays so: payout requests are claimed by batches that nobody sees, or pending for too long. Schedules do not start.',
  threshold: 5,
}

const MISSING: AlarmText = {
  name: 'sweep-missing',
  impact:
    'Nobody looks after what a crash has left half-done, nor after runs that have stopped. Schedules do not start.',
  onSilence: true,
}
