import { CfnOutput, Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { Api } from './constructs/api.ts'
import type { StageContext } from './constructs/stage-context.ts'

/** The way in: routes to the functions of the service stack. A stack of its own, because a stack takes 500 resources. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, context: StageContext) {
    super(scope, id, { description: 'Payout Desk: the routes of the API' })
    const { restApi } = new Api(this, context)
    new CfnOutput(this, 'Url', { value: restApi.urlForPath('/organizations') })
  }
}
