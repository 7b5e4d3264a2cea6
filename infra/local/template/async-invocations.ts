import * as z from 'zod'
import { type Resources } from './resources.ts'

/** What becomes of an asynchronous invocation that fails. */
export interface AsyncInvocation {
  readonly functionName: string
  readonly retryLimit: number
  readonly onFailureArn: string | undefined
}

export function asyncInvocationsOf(resources: Resources): AsyncInvocation[] {
  return resources.ofType('AWS::Lambda::EventInvokeConfig', Properties).map(({ properties }) => ({
    functionName: properties.FunctionName,
    retryLimit: properties.MaximumRetryAttempts,
    onFailureArn: properties.DestinationConfig?.OnFailure?.Destination,
  }))
}

/** Lambda's default: two more tries. */
export const ASYNC_RETRY_LIMIT = 2

const Properties = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.literal('$LATEST'),
  MaximumRetryAttempts: z.number().default(ASYNC_RETRY_LIMIT),
  MaximumEventAgeInSeconds: z.number().optional(), // hours, at the least longer than any local try
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() })
    .optional(),
})
