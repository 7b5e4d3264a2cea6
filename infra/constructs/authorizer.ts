import { Duration } from 'aws-cdk-lib'
import { RequestAuthorizer } from 'aws-cdk-lib/aws-apigateway'
import type { Construct } from 'constructs'
import { BACKGROUND } from '../background.ts'
import { functionOf } from './endpoints.ts'
import { resourceOf } from './resource-of.ts'
import type { StageContext } from './stage-context.ts'

/**
 * Asked for every call. API Gateway must not cache its answer: it would demand every identity source of every caller,
 * and a credential is in one of two headers.
 */
export function deskAuthorizer(scope: Construct, context: StageContext): RequestAuthorizer {
  const authorizer = new RequestAuthorizer(scope, 'Authorizer', {
    handler: functionOf(scope, context, BACKGROUND.authorizer),
    resultsCacheTtl: Duration.seconds(0),
    identitySources: [],
  })
  // CDK writes '' for "none"; absent is what CloudFormation documents for an authorizer without cache.
  resourceOf(authorizer).addPropertyDeletionOverride('IdentitySource')
  return authorizer
}
