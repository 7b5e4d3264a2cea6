import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import * as z from 'zod'
import type { StageSettings } from './settings.ts'

export interface SynthesisOptions {
  readonly stage: string
  /** Where the cloud assembly goes. */
  readonly outdir: string
  readonly settings?: Partial<StageSettings>
  /** Validates the templates and runs cdk-nag: some seconds more. */
  readonly validated?: boolean
}

/**
 * Synthesizes the stacks as `cdk synth` does, without the CLI, a network or credentials; needs the built functions.
 * Resolves to `outdir`; rejects with what CDK said.
 */
export async function synthesize(options: SynthesisOptions): Promise<string> {
  const { stage, outdir, settings = {}, validated = false } = options
  const context = { ...(await projectContext()), stage, settings }
  const env = {
    ...process.env,
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify(context),
    CDK_VALIDATION: String(validated),
  }
  await runFile(process.execPath, [APP], { cwd: ROOT, env, maxBuffer: REPORT_LIMIT_BYTES }).catch(
    (error: unknown) => {
      throw new Error(`The stage ${stage} could not be synthesized.\n${outputOf(error)}`)
    },
  )
  return outdir
}

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const APP = fileURLToPath(new URL('app.ts', import.meta.url))
const runFile = promisify(execFile)

/** A report has some lines per finding and function. */
const REPORT_LIMIT_BYTES = 16 * 1024 * 1024

function outputOf(error: unknown): string {
  const { stdout, stderr } = Output.parse(error)
  return `${stdout}${stderr}`.trim()
}

const Output = z.object({ stdout: z.string(), stderr: z.string() })

/** What the CLI passes on from cdk.json: feature flags, and that a template says where its assets are. */
async function projectContext(): Promise<Record<string, unknown>> {
  const { context, assetMetadata, pathMetadata } = Project.parse(
    JSON.parse(await readFile(`${ROOT}cdk.json`, 'utf8')),
  )
  return {
    ...context,
    'aws:cdk:enable-asset-metadata': assetMetadata,
    'aws:cdk:enable-path-metadata': pathMetadata,
    'aws:cdk:disable-version-reporting': true,
  }
}

const Project = z.object({
  context: z.record(z.string(), z.unknown()),
  assetMetadata: z.boolean(),
  pathMetadata: z.boolean(),
})

if (import.meta.main) {
  const { values } = parseArgs({ options: { stage: { type: 'string', default: 'dev' } } })
  try {
    await synthesize({ stage: values.stage, outdir: `${ROOT}cdk.out`, validated: true })
    console.log(`Synthesized the stage ${values.stage} into cdk.out; validation and cdk-nag found nothing.`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
