import { ArnFormat, Stack } from 'aws-cdk-lib'
import { Function, type IFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import type { OperationId } from '../../shared/contracts/operations.ts'
import { BACKGROUND } from '../background.ts'
import { type FunctionDefinition, functionName } from '../functions.ts'
import { nameIn } from '../names.ts'
import { isOperation, ROUTES } from '../routes.ts'
import { DeskFunction, type DeskFunctionProps } from './desk-function.ts'
import type { StageContext } from './stage-context.ts'

/** What an operation needs besides the table. */
type Extras = Partial<Record<OperationId, Pick<DeskFunctionProps, 'environment' | 'may'>>>

/** The functions that the API's routes call, and the one that it asks who is calling. */
export class Endpoints extends Construct {
  constructor(scope: Construct, context: StageContext, extras: Extras) {
    super(scope, 'Endpoints')
    for (const operation of Object.keys(ROUTES).filter(isOperation))
      new DeskFunction(this, { ...context, ...extras[operation], definition: ROUTES[operation] })
    this.#authorizer(context)
  }

  #authorizer(context: StageContext): void {
    const { jwt, rateLimit, rateWindowSeconds } = context.settings
    new DeskFunction(this, {
      ...context,
      definition: BACKGROUND.authorizer,
      environment: {
        JWT_ISSUER: jwt.issuer,
        JWT_AUDIENCE: jwt.audience,
        JWKS_URL: jwt.jwksUrl,
        RATE_LIMIT: String(rateLimit),
        RATE_WINDOW_SECONDS: String(rateWindowSeconds),
      },
    })
  }
}

/** A function of the service stack as another stack knows it: by its name, so that neither exports anything. */
export function functionOf(
  scope: Construct,
  { stage }: StageContext,
  definition: FunctionDefinition,
): IFunction {
  const name = functionName(definition)
  const functionArn = Stack.of(scope).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: nameIn(stage, name),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  })
  return Function.fromFunctionAttributes(scope, name, { functionArn, sameEnvironment: true })
}
