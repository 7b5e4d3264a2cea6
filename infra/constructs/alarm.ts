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
  /** The alarm goes off when there is nothing to measure: what is to happen all the time has ceased to. */
  readonly onSilence?: boolean
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
    threshold: text.threshold ?? (text.onSilence ? 1 : 0),
    comparisonOperator: text.onSilence
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: text.onSilence ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  })
  if (settings.alarmTopicArn === '') return
  const topic = Topic.fromTopicArn(scope, `${text.name}-topic`, settings.alarmTopicArn)
  alarm.addAlarmAction(new SnsAction(topic))
}
