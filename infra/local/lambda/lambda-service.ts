import { AwsError } from '../endpoint/aws-error.ts'
import type { Service } from '../endpoint/call.ts'
import { textAt } from '../json.ts'
import type { Lambdas } from './lambdas.ts'

/** What operators ask of Lambda: to invoke a function, and to be told how it ended. */
export function lambdaService(lambdas: Lambdas, functionNames: ReadonlySet<string>): Service {
  return async ({ body, text }) => {
    const name = textAt(body, 'FunctionName') ?? ''
    if (!functionNames.has(name))
      throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`)
    const result = await lambdas.invoke(name, text === '' ? '{}' : text)
    if ('payload' in result) return { status: 200, body: result.payload }
    const headers = { 'x-amz-function-error': 'Unhandled' }
    return { status: 200, body: JSON.stringify(result.error), headers }
  }
}
