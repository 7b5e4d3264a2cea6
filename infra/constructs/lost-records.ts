import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { acknowledged } from '../acknowledged.ts'
import { lostRecordsIn } from '../names.ts'
import { resourceOf } from './resource-of.ts'
import type { StageContext } from './stage-context.ts'

/** The stream records that Lambda itself gave up on, whole: to a queue it would send metadata only. */
export function lostRecordsBucket(scope: Construct, { stage, settings }: StageContext): Bucket {
  const bucket = new Bucket(scope, 'LostRecords', {
    bucketName: lostRecordsIn(stage, { account: Aws.ACCOUNT_ID, region: Aws.REGION }),
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    lifecycleRules: [{ expiration: Duration.days(90) }],
    removalPolicy: settings.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  })
  acknowledged(bucket, 'S1', 'Only Lambda writes to it, on failures; each of them has an alarm of its own.')
  const arn = `<${Stack.of(bucket).getLogicalId(resourceOf(bucket))}.Arn>`
  acknowledged(
    scope,
    `IAM5[Resource::${arn}/aws/lambda/*]`,
    'Lambda itself names the objects that it leaves.',
  )
  return bucket
}

/** Lambda writes with the role of the function that failed, below a prefix of its own. */
export const mayLeaveRecords = (bucket: Bucket): PolicyStatement[] => [
  new PolicyStatement({ actions: ['s3:PutObject'], resources: [bucket.arnForObjects('aws/lambda/*')] }),
  new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
]
