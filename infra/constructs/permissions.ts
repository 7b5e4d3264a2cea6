import { Stack } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import type { TableUse } from '../functions.ts'

/** The table and each index are resources of their own; only Query reaches an index. */
export function mayUseTable(scope: Construct, tableName: string, may: TableUse): PolicyStatement[] {
  const table = Stack.of(scope).formatArn({ service: 'dynamodb', resource: 'table', resourceName: tableName })
  const actions = [...(may.read ?? []), ...(may.write ?? [])].map((action) => `dynamodb:${action}`)
  const indexes = (may.indexes ?? []).map((index) => `${table}/index/${index}`)
  return [
    ...(actions.length > 0 ? [new PolicyStatement({ actions, resources: [table] })] : []),
    ...(indexes.length > 0 ? [new PolicyStatement({ actions: ['dynamodb:Query'], resources: indexes })] : []),
  ]
}

export const mayWriteLog = (logGroup: LogGroup): PolicyStatement =>
  new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  })

/** X-Ray has no resources to name. */
export const mayTrace = (): PolicyStatement =>
  new PolicyStatement({ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] })

/** What Step Functions needs to send its log to a group; CloudWatch Logs offers no narrower resource for these. */
export const mayDeliverLogs = (): PolicyStatement =>
  new PolicyStatement({
    actions: [
      'logs:CreateLogDelivery',
      'logs:GetLogDelivery',
      'logs:UpdateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:DescribeResourcePolicies',
      'logs:DescribeLogGroups',
    ],
    resources: ['*'],
  })
