import { isObject } from '../json.ts'

/** Where the names in a template lead to. */
export interface Scope {
  ref(logicalId: string): string
  attribute(logicalId: string, name: string): string
  exported(name: string): string
  outputOf(stackName: string, outputId: string): string
}

/** The value with every intrinsic function replaced by what CloudFormation would put there. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((part) => resolve(part, scope))
  if (!isObject(value)) return value
  const [name = '', ...more] = Object.keys(value)
  if (name === 'Ref' && more.length === 0) return scope.ref(text(value[name], 'Ref'))
  if (name.startsWith('Fn::') && more.length === 0) return evaluate(name, value[name], scope)
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, part]) => [key, resolve(part, scope)] as const)
      .filter(([, part]) => part !== NO_VALUE),
  )
}

/** `AWS::NoValue`: the property is not there. */
export const NO_VALUE = '\u0000no-value'

function evaluate(name: string, argument: unknown, scope: Scope): unknown {
  switch (name) {
    case 'Fn::GetAtt': {
      const [id = '', attribute = ''] = Array.isArray(argument)
        ? argument.map((part) => text(part, name))
        : text(argument, name).split('.')
      return scope.attribute(id, attribute)
    }
    case 'Fn::Join': {
      const [separator, parts] = list(resolve(argument, scope), name)
      return list(parts, name)
        .map((part) => text(part, name))
        .join(text(separator, name))
    }
    case 'Fn::Select': {
      const [index, parts] = list(resolve(argument, scope), name)
      return list(parts, name)[Number(index)]
    }
    case 'Fn::Split': {
      const [separator, whole] = list(resolve(argument, scope), name)
      return text(whole, name).split(text(separator, name))
    }
    case 'Fn::Sub':
      return substitute(argument, scope)
    case 'Fn::ImportValue':
      return scope.exported(text(resolve(argument, scope), name))
    case 'Fn::GetStackOutput': {
      const named = resolve(argument, scope)
      if (!isObject(named)) throw new Error(`${name} takes an object`)
      return scope.outputOf(text(named['StackName'], name), text(named['OutputName'], name))
    }
    default:
      throw new Error(`The local stack does not know the intrinsic function ${name}`)
  }
}

function substitute(argument: unknown, scope: Scope): string {
  const [template, own] = Array.isArray(argument) ? argument.map((part: unknown) => part) : [argument, {}]
  const variables = resolve(own, scope)
  return text(template, 'Fn::Sub').replaceAll(/\$\{([^!}][^}]*)\}/g, (_, name: string) => {
    const variable = isObject(variables) ? variables[name] : undefined
    if (variable !== undefined) return text(variable, 'Fn::Sub')
    const [id = '', ...attribute] = name.split('.')
    return attribute.length === 0 ? scope.ref(id) : scope.attribute(id, attribute.join('.'))
  })
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  throw new Error(`${name} takes text, not ${JSON.stringify(value)}`)
}

function list(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value
  throw new Error(`${name} takes a list, not ${JSON.stringify(value)}`)
}
