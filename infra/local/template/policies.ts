import * as z from 'zod'
import { type Resources, withoutEffect } from './resources.ts'

export interface PolicyDocument {
  readonly Version: string
  readonly Statement: readonly Statement[]
}

export type Statement = z.infer<typeof StatementSchema>

/** The policies of each role, by the role's ARN. */
export function policiesByRole(resources: Resources): ReadonlyMap<string, readonly PolicyDocument[]> {
  const attached = resources.ofType('AWS::IAM::Policy', AttachedPolicy)
  const roles = resources.ofType('AWS::IAM::Role', Role)
  return new Map(
    roles.map(({ ref, attributes, properties }) => [
      String(attributes['Arn']),
      [
        ...properties.Policies.map((policy) => policy.PolicyDocument),
        ...attached
          .filter((policy) => policy.properties.Roles.includes(ref))
          .map((policy) => policy.properties.PolicyDocument),
        ...properties.ManagedPolicyArns.map(managedPolicy),
      ],
    ]),
  )
}

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())])

const StatementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore,
  Resource: oneOrMore,
  Condition: z.record(z.string(), z.unknown()).optional(),
})

const Document = z.strictObject({ Version: z.string(), Statement: z.array(StatementSchema) })

const Role = z.strictObject({
  Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: Document })).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
  ...withoutEffect('AssumeRolePolicyDocument', 'Description', 'Path', 'RoleName', 'Tags'),
})

const AttachedPolicy = z.strictObject({
  PolicyDocument: Document,
  Roles: z.array(z.string()),
  ...withoutEffect('PolicyName'),
})

function managedPolicy(arn: string): PolicyDocument {
  const actions = MANAGED_POLICIES[arn]
  if (actions === undefined) throw new Error(`The local stack does not know the managed policy ${arn}`)
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: ['*'] }] }
}

/** AWS's own policies that CDK attaches by itself. */
const MANAGED_POLICIES: Readonly<Record<string, string[]>> = {
  'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs': ['logs:*'],
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ],
}
