import { Duration } from 'aws-cdk-lib'
import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Code, Function, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda'
import type { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { acknowledged } from '../acknowledged.ts'
import { DIST } from '../build.ts'
import { type FunctionDefinition, functionName } from '../functions.ts'
import { nameIn, tableNameIn } from '../names.ts'
import { deskLogGroup } from './log-group.ts'
import { mayTrace, mayUseTable, mayWriteLog } from './permissions.ts'
import type { StageContext } from './stage-context.ts'

export interface DeskFunctionProps extends StageContext {
  readonly definition: FunctionDefinition
  readonly environment?: Record<string, string>
  /** What it may do besides writing its log, tracing, and `definition.may`. */
  readonly may?: readonly PolicyStatement[]
}

/**
 * One Lambda: function, log group, and a role whose whole policy stands in the role itself. `Function` would add a
 * policy resource to each, and a stack takes 500 resources.
 */
export class DeskFunction extends Function {
  constructor(scope: Construct, props: DeskFunctionProps) {
    const { definition, stage, settings, environment } = props
    const name = functionName(definition)
    const logGroup = deskLogGroup(scope, `${name}-log`, `/aws/lambda/${nameIn(stage, name)}`, settings)

    super(scope, name, {
      functionName: nameIn(stage, name),
      code: Code.fromAsset(`${DIST}${name}`),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: definition.memoryMb ?? 512,
      timeout: Duration.seconds(definition.timeoutSeconds ?? API_TIMEOUT_SECONDS),
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role: roleOf(scope, name, logGroup, props),
      environment: {
        TABLE_NAME: tableNameIn(stage),
        STAGE: stage,
        PUBLIC_BASE_URL: settings.publicBaseUrl,
        PAYOUTS_STOPPED: String(settings.payoutsStopped),
        ALLOWS_PRIVATE_ADDRESSES: String(settings.allowsPrivateAddresses),
        ...environment,
      },
    })
  }
}

/** An endpoint's own budget is 5 s (rules §1); the rest is for a cold start and for saying what went wrong. */
const API_TIMEOUT_SECONDS = 10

function roleOf(scope: Construct, name: string, logGroup: LogGroup, props: DeskFunctionProps) {
  const statements = [
    mayWriteLog(logGroup),
    mayTrace(),
    ...mayUseTable(scope, tableNameIn(props.stage), props.definition.may),
    ...(props.may ?? []),
  ]
  const role = new Role(scope, `${name}-role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { may: new PolicyDocument({ statements }) },
  })
  acknowledged(role, 'IAM5[Resource::*]', 'X-Ray has no resources to name.')
  return role.withoutPolicyUpdates()
}
