import * as z from 'zod'
import type { JsonObject } from '../json.ts'
import { type Resources, withoutEffect } from './resources.ts'

export interface RuleDescription {
  readonly name: string
  readonly arn: string
  readonly busName: string
  readonly pattern: JsonObject | undefined
  /** `cron(…)` or `rate(…)`. */
  readonly schedule: string | undefined
  readonly targets: readonly TargetDescription[]
}

export interface TargetDescription {
  readonly id: string
  readonly arn: string
  readonly roleArn: string | undefined
  /** JSON text that the target gets in place of the event. */
  readonly input: string | undefined
  readonly inputPath: string | undefined
  readonly transformer:
    | { readonly paths: Readonly<Record<string, string>>; readonly template: string }
    | undefined
  readonly retryLimit: number
  readonly ageLimitSeconds: number
  readonly deadLetterArn: string | undefined
}

export interface BusDescription {
  readonly name: string
  readonly arn: string
}

export function busesOf(resources: Resources): BusDescription[] {
  const { region, accountId } = resources.place
  const declared = resources
    .ofType('AWS::Events::EventBus', Bus)
    .map(({ ref, attributes }) => ({ name: ref, arn: String(attributes['Arn']) }))
  return [{ name: 'default', arn: `arn:aws:events:${region}:${accountId}:event-bus/default` }, ...declared]
}

export function rulesOf(resources: Resources): RuleDescription[] {
  return resources
    .ofType('AWS::Events::Rule', Rule)
    .filter(({ properties }) => properties.State === 'ENABLED')
    .map(({ ref, attributes, properties }) => ({
      name: ref,
      arn: String(attributes['Arn']),
      // A bus is named here by its name or its ARN.
      busName: properties.EventBusName.split('/').at(-1) ?? 'default',
      pattern: properties.EventPattern,
      schedule: properties.ScheduleExpression,
      targets: properties.Targets.map(asTarget),
    }))
}

function asTarget(target: z.infer<typeof Target>): TargetDescription {
  return {
    id: target.Id,
    arn: target.Arn,
    roleArn: target.RoleArn,
    input: target.Input,
    inputPath: target.InputPath,
    transformer: target.InputTransformer && {
      paths: target.InputTransformer.InputPathsMap,
      template: target.InputTransformer.InputTemplate,
    },
    retryLimit: target.RetryPolicy.MaximumRetryAttempts,
    ageLimitSeconds: target.RetryPolicy.MaximumEventAgeInSeconds,
    deadLetterArn: target.DeadLetterConfig?.Arn,
  }
}

const Bus = z.strictObject(withoutEffect('Description', 'Name', 'Tags'))

/** EventBridge's defaults: 185 more tries within 24 hours. */
const Target = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  RoleArn: z.string().optional(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .strictObject({ InputPathsMap: z.record(z.string(), z.string()).default({}), InputTemplate: z.string() })
    .optional(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: z.number().default(185),
      MaximumEventAgeInSeconds: z.number().default(86_400),
    })
    .default({ MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 }),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
})

const Rule = z.strictObject({
  EventBusName: z.string().default('default'),
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(Target).default([]),
  ...withoutEffect('Description', 'Name', 'Tags'),
})
