import { Duration } from 'aws-cdk-lib'
import {
  AccessLogFormat,
  AuthorizationType,
  EndpointType,
  type IResource,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway'
import { Construct } from 'constructs'
import { BASE_PATH, OPERATIONS } from '../../shared/contracts/operations.ts'
import { acknowledged } from '../acknowledged.ts'
import { nameIn } from '../names.ts'
import { isOperation, ROUTES } from '../routes.ts'
import { type AlarmText, alarmOn } from './alarm.ts'
import { deskAuthorizer } from './authorizer.ts'
import { functionOf } from './endpoints.ts'
import { addGatewayResponses } from './gateway-responses.ts'
import { deskLogGroup } from './log-group.ts'
import { resourceOf } from './resource-of.ts'
import type { StageContext } from './stage-context.ts'

export const STAGE_NAME = 'v1'

/** The REST API: every operation of the contract, the authorizer, and errors in the API's own words. */
export class Api extends Construct {
  readonly restApi: RestApi

  constructor(scope: Construct, context: StageContext) {
    super(scope, 'Api')
    this.restApi = this.#restApi(context)
    alarmOn(
      this,
      context,
      FAILING,
      this.restApi.metricServerError({ statistic: 'Sum', period: Duration.minutes(5) }),
    )
    const authorizer = deskAuthorizer(this, context)
    const base = this.restApi.root.resourceForPath(BASE_PATH)

    for (const operation of Object.keys(ROUTES).filter(isOperation)) {
      const [method = '', path = ''] = OPERATIONS[operation].split(' ')
      const handler = functionOf(this, context, ROUTES[operation])
      resourceAt(base, path).addMethod(method, new LambdaIntegration(handler, { allowTestInvoke: false }), {
        operationName: operation,
        authorizer,
        authorizationType: AuthorizationType.CUSTOM,
      })
    }
  }

  #restApi({ stage, settings }: StageContext): RestApi {
    const name = nameIn(stage, 'api')
    const accessLog = deskLogGroup(this, 'access-log', `/payout-desk/${stage}/access`, settings)
    const restApi = new RestApi(this, 'RestApi', {
      restApiName: name,
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: settings.ownsApiGatewayLogRole,
      deployOptions: {
        stageName: STAGE_NAME,
        tracingEnabled: true,
        metricsEnabled: true,
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        throttlingRateLimit: settings.throttle.requestsPerSecond,
        throttlingBurstLimit: settings.throttle.burst,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    })
    addGatewayResponses(restApi)
    acknowledgeFindings(restApi)
    this.#keepExecutionLogFor(restApi, settings)
    return restApi
  }

  /** API Gateway makes this group itself, to be kept for ever, unless it is there before the stage. */
  #keepExecutionLogFor(restApi: RestApi, settings: StageContext['settings']): void {
    const name = `API-Gateway-Execution-Logs_${restApi.restApiId}/${STAGE_NAME}`
    const log = deskLogGroup(this, 'execution-log', name, settings)
    resourceOf(restApi.deploymentStage).node.addDependency(log)
  }
}

function acknowledgeFindings(restApi: RestApi): void {
  const logPolicy = 'arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs'
  acknowledged(
    restApi,
    'COG4',
    'Callers have API keys or tokens of their own issuer; the authorizer checks both.',
  )
  acknowledged(
    restApi,
    'APIG2',
    'Bodies are checked by the contract in the functions, which name every problem at once.',
  )
  acknowledged(
    restApi,
    'APIG3',
    'A firewall has a monthly price; who wants one associates it with the stage.',
  )
  acknowledged(
    restApi,
    `IAM4[Policy::${logPolicy}]`,
    'API Gateway accepts this role only with these permissions.',
  )
}

/** A few are retries that succeeded: a client sees a 503 and its Retry-After when many ask for the same at once. */
const FAILING: AlarmText = {
  name: 'api-failing',
  impact: 'Callers get errors instead of answers; payouts wait until their systems try again.',
  threshold: 5,
}

/** Who called what and how it went; no header, no query and no body, in which a secret could be. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  sourceIp: '$context.identity.sourceIp',
  httpMethod: '$context.httpMethod',
  resourcePath: '$context.resourcePath',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  organizationId: '$context.authorizer.organizationId',
  userId: '$context.authorizer.userId',
  credentialId: '$context.authorizer.credentialId',
  gatewayError: '$context.error.responseType',
  traceId: '$context.xrayTraceId',
}

/** As `resourceForPath`, below another resource than the root. */
function resourceAt(base: IResource, path: string): IResource {
  const parts = path.split('/').filter((part) => part !== '')
  return parts.reduce((parent, part) => parent.getResource(part) ?? parent.addResource(part), base)
}
