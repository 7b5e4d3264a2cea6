import * as z from 'zod'
import { isObject, type JsonObject } from '../json.ts'
import type { Assembly, StackTemplate } from './assembly.ts'
import { type Identity, identify, type Place } from './identities.ts'
import { NO_VALUE, resolve, type Scope } from './intrinsics.ts'
import { READ_TYPES, WITHOUT_EFFECT } from './resource-types.ts'

/** All stacks' resources, with every reference followed. */
export interface Resources {
  /** Those of a type, with the properties that the schema reads; one it does not know stops the stack by name. */
  ofType<Schema extends z.ZodType>(type: string, schema: Schema): Resource<z.infer<Schema>>[]
  readonly place: Place
}

export interface Resource<Properties> extends Identity {
  readonly logicalId: string
  readonly properties: Properties
}

export function readResources(assembly: Assembly, place: Place): Resources {
  const unknown = assembly.stacks.flatMap(unknownTypes)
  if (unknown.length > 0) throw new Error(`The local stack does not know ${unknown.join(', ')}`)
  const scopes = new Map(assembly.stacks.map((stack) => [stack.name, scopeOf(stack, assembly, place)]))
  const all = assembly.stacks.flatMap((stack) =>
    [...stack.resources].map(([logicalId, { type, properties }]) => ({ stack, logicalId, type, properties })),
  )
  return {
    place,
    ofType: (type, schema) =>
      all
        .filter((resource) => resource.type === type)
        .map(({ stack, logicalId, properties }) => {
          const scope = scopes.get(stack.name)
          if (scope === undefined) throw new Error(`no stack ${stack.name}`)
          const what = `${type} ${stack.name}/${logicalId}`
          return {
            ...identityIn(stack, logicalId, scope, place),
            logicalId,
            properties: parse(schema, resolve(properties, scope), what),
          }
        }),
  }
}

/** Properties that are read and deliberately have no effect here. */
export function withoutEffect<Name extends string>(
  ...names: Name[]
): Record<Name, z.ZodOptional<z.ZodUnknown>> {
  const entries = names.map((name) => [name, z.unknown().optional()] as const)
  return Object.fromEntries(entries) as Record<Name, z.ZodOptional<z.ZodUnknown>>
}

function unknownTypes(stack: StackTemplate): string[] {
  return [...stack.resources]
    .filter(([, { type }]) => !READ_TYPES.has(type) && !WITHOUT_EFFECT.has(type))
    .map(([logicalId, { type }]) => `the resource type ${type} of ${stack.name}/${logicalId}`)
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.infer<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new Error(`The local stack does not know this of ${what}:\n${z.prettifyError(result.error)}`)
}

function scopeOf(stack: StackTemplate, assembly: Assembly, place: Place): Scope {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': place.accountId,
    'AWS::Region': place.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::NoValue': NO_VALUE,
  }
  const scope: Scope = {
    ref: (id) => pseudo[id] ?? stack.parameters.get(id) ?? identityIn(stack, id, scope, place).ref,
    attribute: (id, name) => {
      const value = identityIn(stack, id, scope, place).attributes[name]
      if (value === undefined) throw new Error(`The local stack does not know ${name} of ${stack.name}/${id}`)
      return value
    },
    exported: (name) => outputAt(assembly, place, (output) => output.exportName === name, `export ${name}`),
    outputOf: (stackName, outputId) =>
      outputAt(
        assembly,
        place,
        (output) => output.stackName === stackName && output.id === outputId,
        `output ${outputId} of ${stackName}`,
      ),
  }
  return scope
}

interface Output {
  readonly stackName: string
  readonly id: string
  readonly exportName: unknown
}

function outputAt(
  assembly: Assembly,
  place: Place,
  wanted: (output: Output) => boolean,
  what: string,
): string {
  for (const stack of assembly.stacks) {
    const scope = scopeOf(stack, assembly, place)
    for (const [id, { value, exportName }] of stack.outputs) {
      if (wanted({ stackName: stack.name, id, exportName: resolve(exportName, scope) })) {
        return String(resolve(value, scope))
      }
    }
  }
  throw new Error(`No stack has the ${what}`)
}

function identityIn(stack: StackTemplate, logicalId: string, scope: Scope, place: Place): Identity {
  const resource = stack.resources.get(logicalId)
  if (resource === undefined) throw new Error(`${stack.name} has no resource ${logicalId}`)
  const properties: JsonObject = isObject(resource.properties) ? resource.properties : {}
  const nameAt = (property: string) => {
    const name = properties[property]
    return name === undefined ? undefined : String(resolve(name, scope))
  }
  return identify({ type: resource.type, stack: stack.name, logicalId }, nameAt, place)
}
