import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { Topic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import { nameIn } from '../names.ts'
import type { StageContext } from './stage-context.ts'

export interface AlarmText {
  /** Also the heading in infra/runbook.md that says what to do. */
  readonly name: string
  /** What it means to a person if nobody acts. */
  readonly impact: string
  /** The alarm goes off above it; 0 by default. */
  readonly threshold?: number
}

export function alarmOn(
  scope: Construct,
  { stage, settings }: StageContext,
  text: AlarmText,
  metric: IMetric,
): void {
  const alarm = new Alarm(scope, `${text.name}-alarm`, {
    alarmName: nameIn(stage, text.name),
    alarmDescription: `${text.impact} Runbook: infra/runbook.md#${text.name}`,
    metric,
    threshold: text.threshold ?? 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  })
  if (settings.alarmTopicArn === '') return
  const topic = Topic.fromTopicArn(scope, `${text.name}-topic`, settings.alarmTopicArn)
  alarm.addAlarmAction(new SnsAction(topic))
}
