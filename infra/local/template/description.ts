import { readAssembly } from './assembly.ts'
import { type AsyncInvocation, asyncInvocationsOf } from './async-invocations.ts'
import { type BucketDescription, bucketsOf } from './buckets.ts'
import { eventSourcesOf, type QueueMapping, type StreamMapping } from './event-sources.ts'
import { type FunctionDescription, functionsOf } from './functions.ts'
import type { Place } from './identities.ts'
import { type InvokePermission, invokePermissionsOf } from './permissions.ts'
import { type PolicyDocument, policiesByRole } from './policies.ts'
import { type QueueDescription, queuesOf } from './queues.ts'
import { readResources } from './resources.ts'
import { type RestApiDescription, restApiOf } from './rest-api.ts'
import { type BusDescription, busesOf, type RuleDescription, rulesOf } from './rules.ts'
import { type StateMachineDescription, stateMachinesOf } from './state-machines.ts'
import { type TableDescription, tablesOf } from './tables.ts'

/** Everything in the synthesized templates that does something on this machine. */
export interface StackDescription {
  readonly place: Place
  readonly api: RestApiDescription | undefined
  readonly functions: readonly FunctionDescription[]
  readonly policies: ReadonlyMap<string, readonly PolicyDocument[]>
  readonly asyncInvocations: readonly AsyncInvocation[]
  readonly invokePermissions: readonly InvokePermission[]
  readonly tables: readonly TableDescription[]
  readonly streamMappings: readonly StreamMapping[]
  readonly queueMappings: readonly QueueMapping[]
  readonly queues: readonly QueueDescription[]
  readonly buckets: readonly BucketDescription[]
  readonly buses: readonly BusDescription[]
  readonly rules: readonly RuleDescription[]
  readonly stateMachines: readonly StateMachineDescription[]
}

/** Reads a cloud assembly (cdk.out); throws with the name of anything it does not know. */
export async function describeStack(directory: string, place: Place): Promise<StackDescription> {
  const assembly = await readAssembly(directory)
  const resources = readResources(assembly, place)
  const { streams, queues } = eventSourcesOf(resources)
  return {
    place,
    api: restApiOf(resources),
    functions: functionsOf(resources, assembly),
    policies: policiesByRole(resources),
    asyncInvocations: asyncInvocationsOf(resources),
    invokePermissions: invokePermissionsOf(resources),
    tables: tablesOf(resources),
    streamMappings: streams,
    queueMappings: queues,
    queues: queuesOf(resources),
    buckets: bucketsOf(resources),
    buses: busesOf(resources),
    rules: rulesOf(resources),
    stateMachines: stateMachinesOf(resources),
  }
}
