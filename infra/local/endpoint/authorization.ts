import { runSimulation } from '@cloud-copilot/iam-simulate'
import { OPERATOR_ACCESS_KEY_ID } from '../running.ts'
import type { StackDescription } from '../template/description.ts'
import type { PolicyDocument } from '../template/policies.ts'
import { AwsError } from './aws-error.ts'
import type { Call } from './call.ts'
import { type Permission, requiredPermissions } from './required-permissions.ts'

/** One permission of one function; in what is granted, action and resource may be patterns. */
export interface Grant extends Permission {
  readonly function: string
}

/** What policies allow against what was done, for a test that finds permissions nobody needs. */
export interface Permissions {
  exercised(): Grant[]
  granted(): Grant[]
  /** Granted and never exercised. */
  unused(): Grant[]
}

export interface Authorization extends Permissions {
  /** Throws as AWS does when the policies of the caller do not allow this call. */
  check(call: Call): Promise<void>
  /** As above, for what a service does in the name of a role: `owner` is its function, its state machine or its ARN. */
  require(owner: string, permission: Permission): Promise<void>
}

export function authorizeBy(stack: StackDescription): Authorization {
  const owners = rolesOf(stack)
  const verdicts = new Map<string, Promise<boolean>>()
  const exercised = new Map<string, Grant>()
  const require = async (owner: string, { action, resource }: Permission) => {
    const key = `${owner} ${action} ${resource}`
    const role = owners.get(owner)
    if (role === undefined) {
      throw new AwsError(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
      )
    }
    const verdict = verdicts.get(key) ?? isAllowed(role, { action, resource }, stack.place.accountId)
    verdicts.set(key, verdict)
    if (!(await verdict)) throw denied(role.roleArn, owner, { action, resource })
    exercised.set(key, { function: owner, action, resource })
  }
  const granted = () =>
    stack.functions.flatMap(({ name }) => grantsOf(name, owners.get(name)?.policies ?? []))
  return {
    require,
    check: async (call) => {
      if (call.caller.name === OPERATOR_ACCESS_KEY_ID) return
      const required = requiredPermissions(call, stack.place)
      const distinct = new Map(required.map((permission) => [JSON.stringify(permission), permission]))
      for (const permission of distinct.values()) await require(call.caller.name, permission)
    },
    exercised: () => [...exercised.values()],
    granted,
    unused: () => {
      const done = [...exercised.values()]
      return granted().filter((grant) => !done.some((one) => covers(grant, one)))
    },
  }
}

/** By the name of their function or state machine, and by their own ARN. */
function rolesOf(stack: StackDescription): Map<string, Role> {
  const roles = [...stack.policies.keys()].map((roleArn) => ({ name: roleArn, roleArn }))
  return new Map(
    [...stack.functions, ...stack.stateMachines, ...roles].map(({ name, roleArn }) => [
      name,
      { roleArn, policies: evaluable(name, stack.policies.get(roleArn) ?? []) },
    ]),
  )
}

interface Role {
  readonly roleArn: string
  readonly policies: readonly PolicyDocument[]
}

async function isAllowed(role: Role, { action, resource }: Permission, accountId: string): Promise<boolean> {
  const result = await runSimulation(
    {
      request: {
        principal: role.roleArn,
        action,
        resource: { resource, accountId },
        contextVariables: {},
      },
      identityPolicies: role.policies.map((policy, index) => ({ name: `policy ${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  )
  if (result.resultType === 'error') {
    throw new Error(`${action} on ${resource} could not be judged: ${result.errors.message}`)
  }
  return result.overallResult === 'Allowed'
}

/** No policy of ours has conditions; one that had would need values that the endpoint does not gather. */
function evaluable(owner: string, policies: readonly PolicyDocument[]): readonly PolicyDocument[] {
  const conditional = policies.some(({ Statement }) => Statement.some(({ Condition }) => Condition))
  if (conditional) throw new Error(`The local stack does not evaluate the policy conditions of ${owner}`)
  return policies
}

function denied(roleArn: string, owner: string, { action, resource }: Permission): AwsError {
  const user = `${roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${owner}`
  return new AwsError(
    'com.amazon.coral.service#AccessDeniedException',
    `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ` +
      `because no identity-based policy allows the ${action} action`,
  )
}

/** Lambda uses these by itself, in the function's name, whatever the function does. */
const LAMBDAS_OWN = /^(logs|xray):/

function grantsOf(name: string, policies: readonly PolicyDocument[]): Grant[] {
  return policies
    .flatMap(({ Statement }) => Statement)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource }) =>
      Action.filter((action) => !LAMBDAS_OWN.test(action)).flatMap((action) =>
        Resource.map((resource) => ({ function: name, action, resource })),
      ),
    )
}

function covers(grant: Grant, one: Grant): boolean {
  return (
    grant.function === one.function &&
    asPattern(grant.action).test(one.action) &&
    asPattern(grant.resource).test(one.resource)
  )
}

function asPattern(text: string): RegExp {
  return new RegExp(`^${RegExp.escape(text).replaceAll('\\*', '.*').replaceAll('\\?', '.')}$`)
}
