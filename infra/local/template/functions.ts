import * as z from 'zod'
import type { Assembly } from './assembly.ts'
import { type Resources, withoutEffect } from './resources.ts'

export interface FunctionDescription {
  readonly name: string
  readonly arn: string
  readonly roleArn: string
  readonly directory: string
  /** The file without its ending, and what it exports: `index`, `handler`. */
  readonly module: string
  readonly handler: string
  readonly memoryMb: number
  readonly timeoutSeconds: number
  readonly environment: Readonly<Record<string, string>>
}

export function functionsOf(resources: Resources, assembly: Assembly): FunctionDescription[] {
  return resources.ofType('AWS::Lambda::Function', Properties).map(({ ref, attributes, properties }) => {
    const [module = '', handler = ''] = properties.Handler.split('.')
    return {
      name: ref,
      arn: String(attributes['Arn']),
      roleArn: properties.Role,
      directory: assembly.assetDirectory(properties.Code.S3Key),
      module,
      handler,
      memoryMb: properties.MemorySize,
      timeoutSeconds: properties.Timeout,
      environment: properties.Environment?.Variables ?? {},
    }
  })
}

/** CloudFormation's defaults: 128 MB, 3 s. */
const Properties = z.strictObject({
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()) }).optional(),
  Handler: z.string().regex(/^\w[\w-]*\.\w+$/),
  MemorySize: z.number().default(128),
  Role: z.string(),
  Runtime: z.string().startsWith('nodejs'),
  Timeout: z.number().default(3),
  ...withoutEffect(
    'Architectures',
    'Description',
    'FunctionName', // read by its identity
    'LoggingConfig',
    'ReservedConcurrentExecutions', // here it is 2 for every function
    'Tags',
    'TracingConfig',
  ),
})
