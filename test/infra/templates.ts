import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import * as z from 'zod'
import { builtFunctions } from '../../infra/built.ts'
import type { StageSettings } from '../../infra/settings.ts'
import { synthesize } from '../../infra/synth.ts'

const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
})

const Template = z.object({ Resources: z.record(z.string(), Resource) })

export type Resource = z.infer<typeof Resource>
export type Template = z.infer<typeof Template>

/** The templates of a stage, as the CDK would send them. */
export async function synthesizedTemplates(stage: string, settings: Partial<StageSettings> = {}) {
  await builtFunctions()
  const outdir = await mkdtemp(`${tmpdir()}/payout-desk-templates-`)
  try {
    await synthesize({ stage, outdir, settings })
    const read = async (stack: string): Promise<Template> =>
      Template.parse(
        JSON.parse(await readFile(`${outdir}/payout-desk-${stage}-${stack}.template.json`, 'utf8')),
      )
    return { storage: await read('storage'), service: await read('service'), api: await read('api') }
  } finally {
    await rm(outdir, { recursive: true, force: true })
  }
}

/** A template's resources of one type by logical id. */
export const resourcesOf = (template: Template, type: string): Record<string, Resource> =>
  Object.fromEntries(Object.entries(template.Resources).filter(([, resource]) => resource.Type === type))

/** Their properties, where ids do not matter. */
export const propertiesOf = (template: Template, type: string): Resource['Properties'][] =>
  Object.values(resourcesOf(template, type)).map((resource) => resource.Properties)

/** The logical id that a `Ref` or `Fn::GetAtt` names. */
export function referred(value: unknown): string | undefined {
  const { Ref, 'Fn::GetAtt': attribute } = Reference.parse(value)
  return Ref ?? attribute?.[0]
}

const Reference = z.object({ Ref: z.string().optional(), 'Fn::GetAtt': z.array(z.string()).optional() })

const Statement = z.object({
  Effect: z.string(),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.unknown(),
})

const RolePolicies = z.object({
  Policies: z.array(z.object({ PolicyDocument: z.object({ Statement: z.array(Statement) }) })).default([]),
})

export interface Permission {
  readonly actions: readonly string[]
  readonly resources: readonly unknown[]
}

/** What a role's inline policies allow. */
export const permissionsOf = (role: Resource['Properties']): Permission[] =>
  RolePolicies.parse(role)
    .Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .map(({ Action, Resource: on }) => ({ actions: [Action].flat(), resources: [on].flat() }))
