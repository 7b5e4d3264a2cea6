import * as z from 'zod'
import { type Resources } from './resources.ts'

/** Which service may invoke a function, and on whose behalf. */
export interface InvokePermission {
  readonly functionArn: string
  readonly principal: string
  readonly sourceArn: string | undefined
}

export function invokePermissionsOf(resources: Resources): InvokePermission[] {
  return resources.ofType('AWS::Lambda::Permission', Properties).map(({ properties }) => ({
    functionArn: properties.FunctionName,
    principal: properties.Principal,
    sourceArn: properties.SourceArn,
  }))
}

const Properties = z.strictObject({
  Action: z.literal('lambda:InvokeFunction'),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
})
