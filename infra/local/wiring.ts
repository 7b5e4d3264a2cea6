import type { Authorization } from './endpoint/authorization.ts'
import type { Permission } from './endpoint/required-permissions.ts'
import { checkTargetInput } from './events/target-input.ts'
import { isKnownTarget } from './events/targets.ts'
import { readDefinition } from './step-functions/definition.ts'
import type { StackDescription } from './template/description.ts'

/** Finds what AWS would refuse only when it is used or deployed: services that may not do what the templates ask. */
export async function checkWiring(stack: StackDescription, authorization: Authorization): Promise<void> {
  const faults = [...gatewayFaults(stack), ...ruleFaults(stack)]
  for (const [owner, permission] of permissionsOfServices(stack)) {
    await authorization.require(owner, permission).catch((error: Error) => faults.push(error.message))
  }
  for (const { functionName } of stack.streamMappings) {
    // AWS's guide asks for it; that a mapping cannot be made without it is not certain, so that nobody is refused.
    await authorization
      .require(functionName, { action: 'dynamodb:ListStreams', resource: '*' })
      .catch(() => {})
  }
  if (faults.length > 0) throw new Error(`The templates would not work on AWS:\n${faults.join('\n')}`)
}

function gatewayFaults({ api, place, ...stack }: StackDescription): string[] {
  if (api === undefined) return []
  const apiArn = `arn:aws:execute-api:${place.region}:${place.accountId}:${api.id}`
  return api.routes.flatMap(({ method, path, functionArn, authorizer }) => {
    const faults: string[] = []
    if (!mayInvoke(stack, functionArn, 'apigateway', `${apiArn}/${api.stage}/${method}${path}`)) {
      faults.push(`API Gateway may not invoke ${functionArn} for ${method} ${path}`)
    }
    if (authorizer && !mayInvoke(stack, authorizer.functionArn, 'apigateway', `${apiArn}/authorizers/*`)) {
      faults.push(`API Gateway may not invoke the authorizer ${authorizer.functionArn}`)
    }
    return faults
  })
}

function ruleFaults({ rules, buses, ...stack }: StackDescription): string[] {
  return rules.flatMap((rule) => {
    const noBus = buses.some(({ name }) => name === rule.busName)
      ? []
      : [`${rule.name} has no bus ${rule.busName}`]
    const targets = rule.targets.flatMap((target) => {
      checkTargetInput(target)
      if (!isKnownTarget(target))
        return [`The local stack does not know the target ${target.arn} of ${rule.name}`]
      const isFunction = target.arn.startsWith('arn:aws:lambda:')
      return isFunction && !mayInvoke(stack, target.arn, 'events', rule.arn)
        ? [`EventBridge may not invoke ${target.arn} for ${rule.name}`]
        : []
    })
    return [...noBus, ...targets]
  })
}

function mayInvoke(
  { invokePermissions }: Pick<StackDescription, 'invokePermissions'>,
  functionArn: string,
  service: string,
  sourceArn: string,
): boolean {
  return invokePermissions.some(
    (permission) =>
      permission.functionArn === functionArn &&
      permission.principal === `${service}.amazonaws.com` &&
      (permission.sourceArn === undefined || meansTheSame(permission.sourceArn, sourceArn)),
  )
}

/** `*` in a permission stands for anything, a path parameter for itself. */
function meansTheSame(pattern: string, sourceArn: string): boolean {
  if (pattern.includes('/authorizers/') && sourceArn.endsWith('/authorizers/*')) return true
  return new RegExp(`^${RegExp.escape(pattern).replaceAll('\\*', '.*')}$`).test(sourceArn)
}

/** What services do in the name of functions, state machines and rules, as soon as there is something to do. */
function permissionsOfServices(stack: StackDescription): [owner: string, Permission][] {
  const streams = stack.streamMappings.flatMap(({ functionName, sourceArn, onFailureArn }) =>
    [...on(sourceArn, STREAM_READING), ...onFailure(onFailureArn)].map((permission): [string, Permission] => [
      functionName,
      permission,
    ]),
  )
  const queues = stack.queueMappings.flatMap(({ functionName, sourceArn }) =>
    on(sourceArn, QUEUE_READING).map((permission): [string, Permission] => [functionName, permission]),
  )
  const machines = stack.stateMachines.flatMap(({ name, definition }) =>
    readDefinition(name, definition).tasks.map(({ functionArn }): [string, Permission] => [
      name,
      { action: 'lambda:InvokeFunction', resource: functionArn },
    ]),
  )
  const starts = stack.rules
    .flatMap(({ targets }) => targets)
    .filter(({ arn }) => arn.startsWith('arn:aws:states:'))
    .map(({ arn, roleArn }): [string, Permission] => [
      roleArn ?? 'no role',
      { action: 'states:StartExecution', resource: arn },
    ])
  return [...streams, ...queues, ...machines, ...starts]
}

const STREAM_READING = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator']
const QUEUE_READING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']

function on(resource: string, actions: readonly string[]): Permission[] {
  return actions.map((action) => ({ action, resource }))
}

function onFailure(destination: string | undefined): Permission[] {
  if (destination === undefined) return []
  if (!destination.startsWith('arn:aws:s3:')) return on(destination, ['sqs:SendMessage'])
  return [...on(destination, ['s3:ListBucket']), ...on(`${destination}/aws/lambda/records`, ['s3:PutObject'])]
}
