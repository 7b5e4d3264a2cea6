import * as z from 'zod'
import { type Resources, withoutEffect } from './resources.ts'

export interface BucketDescription {
  readonly name: string
  readonly arn: string
}

export function bucketsOf(resources: Resources): BucketDescription[] {
  return resources
    .ofType('AWS::S3::Bucket', Properties)
    .map(({ ref, attributes }) => ({ name: ref, arn: String(attributes['Arn']) }))
}

/** A notification of a new object would be an effect. */
const Properties = z.strictObject(
  withoutEffect(
    'AccessControl',
    'BucketEncryption',
    'BucketName',
    'LifecycleConfiguration',
    'LoggingConfiguration',
    'ObjectLockEnabled',
    'OwnershipControls',
    'PublicAccessBlockConfiguration',
    'Tags',
    'VersioningConfiguration',
  ),
)
