import * as z from 'zod'
import { isObject, type JsonObject, parseObject } from '../json.ts'
import { type Resources, withoutEffect } from './resources.ts'

export interface StateMachineDescription {
  readonly name: string
  readonly arn: string
  readonly roleArn: string
  readonly definition: JsonObject
}

export function stateMachinesOf(resources: Resources): StateMachineDescription[] {
  return resources
    .ofType('AWS::StepFunctions::StateMachine', Properties)
    .map(({ ref, attributes, properties }) => {
      const definition = parseObject(properties.DefinitionString)
      if (!isObject(definition)) throw new Error(`The definition of ${ref} is not an object`)
      return { name: String(attributes['Name']), arn: ref, roleArn: properties.RoleArn, definition }
    })
}

const Properties = z.strictObject({
  DefinitionString: z.string(),
  RoleArn: z.string(),
  StateMachineType: z.literal('STANDARD').optional(),
  ...withoutEffect('LoggingConfiguration', 'StateMachineName', 'Tags', 'TracingConfiguration'),
})
