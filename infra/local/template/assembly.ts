import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'

/** What `cdk synth` leaves in cdk.out, as far as CloudFormation would read it. */
export interface Assembly {
  readonly stacks: readonly StackTemplate[]
  /** The directory of a function's code, by the key under which it would be uploaded. */
  assetDirectory(objectKey: string): string
}

export interface StackTemplate {
  readonly name: string
  readonly resources: ReadonlyMap<string, RawResource>
  readonly outputs: ReadonlyMap<string, RawOutput>
  readonly parameters: ReadonlyMap<string, string>
}

export interface RawResource {
  readonly type: string
  /** Intrinsic functions are still in it. */
  readonly properties: unknown
}

export interface RawOutput {
  readonly value: unknown
  readonly exportName: unknown
}

export async function readAssembly(directory: string): Promise<Assembly> {
  const { artifacts } = Manifest.parse(await readJson(directory, 'manifest.json'))
  const stacks: StackTemplate[] = []
  const assets = new Map<string, string>()
  for (const [id, artifact] of Object.entries(artifacts)) {
    const { templateFile, stackName, file } = artifact.properties ?? {}
    if (artifact.type === 'aws:cloudformation:stack' && templateFile !== undefined) {
      stacks.push(asStack(stackName ?? id, await readJson(directory, templateFile)))
    }
    if (artifact.type === 'cdk:asset-manifest' && file !== undefined) {
      for (const [key, path] of assetPaths(await readJson(directory, file)))
        assets.set(key, join(directory, path))
    }
  }
  return { stacks, assetDirectory: (key) => found(assets, key) }
}

async function readJson(directory: string, file: string): Promise<unknown> {
  return JSON.parse(await readFile(join(directory, file), 'utf8'))
}

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z
        .object({
          templateFile: z.string().optional(),
          stackName: z.string().optional(),
          file: z.string().optional(),
        })
        .optional(),
    }),
  ),
})

function asStack(name: string, json: unknown): StackTemplate {
  const { Resources, Outputs = {}, Parameters = {} } = Template.parse(json)
  return {
    name,
    resources: new Map(
      Object.entries(Resources).map(([id, { Type, Properties }]) => [
        id,
        { type: Type, properties: Properties ?? {} },
      ]),
    ),
    outputs: new Map(
      Object.entries(Outputs).map(([id, { Value, Export }]) => [
        id,
        { value: Value, exportName: Export?.Name },
      ]),
    ),
    parameters: new Map(Object.entries(Parameters).map(([id, { Default }]) => [id, Default])),
  }
}

/** Strict: a section or attribute that is not here stops the stack with its name. */
const Template = z.strictObject({
  Description: z.string().optional(),
  Resources: z.record(
    z.string(),
    z.strictObject({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).optional(),
      // All is made at once, and nothing is updated or deleted, so these say nothing here.
      DependsOn: z.unknown().optional(),
      Metadata: z.unknown().optional(),
      DeletionPolicy: z.unknown().optional(),
      UpdateReplacePolicy: z.unknown().optional(),
    }),
  ),
  Outputs: z
    .record(
      z.string(),
      z.strictObject({
        Value: z.unknown(),
        Description: z.string().optional(),
        Export: z.strictObject({ Name: z.unknown() }).optional(),
      }),
    )
    .optional(),
  Parameters: z.record(z.string(), z.object({ Default: z.string() })).optional(),
  // CDK's only rule asks for a version of its bootstrap stack.
  Rules: z.strictObject({ CheckBootstrapVersion: z.unknown() }).optional(),
})

function assetPaths(json: unknown): [string, string][] {
  return Object.values(AssetManifest.parse(json).files).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ objectKey }): [string, string] => [objectKey, source.path]),
  )
}

const AssetManifest = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
})

function found(assets: ReadonlyMap<string, string>, key: string): string {
  const directory = assets.get(key)
  if (directory === undefined) throw new Error(`cdk.out has no asset ${key}`)
  return directory
}
