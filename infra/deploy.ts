import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { stageSettings } from './settings.ts'

/**
 * `npm run deploy -- --stage dev`: `cdk deploy` of the stacks with the stage's settings; it builds first (cdk.json).
 * What follows a second `--` goes to the CDK: `npm run deploy -- --stage prod -- --require-approval never`.
 */
async function deploy(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { stage: { type: 'string' } },
    allowPositionals: true,
  })
  const stage = deployable(values.stage)
  await demandCredentials()
  return cdk(['deploy', '--all', '--context', `stage=${stage}`, ...positionals])
}

function deployable(stage: string | undefined): string {
  if (stage === undefined) throw new Error('Say which stage: npm run deploy -- --stage dev')
  stageSettings(stage)
  if (stage === 'local') throw new Error("The stage 'local' runs on this machine, by npm start.")
  return stage
}

/** Said at once and in a sentence; the CDK would say it after building and synthesizing, for every asset. */
async function demandCredentials(): Promise<void> {
  const { config } = new DynamoDBClient({})
  await config.credentials().catch(() => {
    throw new Error('There are no AWS credentials: sign in, or set AWS_PROFILE or AWS_ACCESS_KEY_ID.')
  })
  await config.region().catch(() => {
    throw new Error('There is no AWS region: set AWS_REGION, or a region in your AWS profile.')
  })
}

function cdk(args: readonly string[]): Promise<number> {
  const cli = fileURLToPath(new URL('../node_modules/aws-cdk/bin/cdk', import.meta.url))
  const child = spawn(process.execPath, [cli, ...args], {
    stdio: 'inherit',
    env: { ...process.env, CDK_DISABLE_VERSION_CHECK: '1' },
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

try {
  process.exitCode = await deploy()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
