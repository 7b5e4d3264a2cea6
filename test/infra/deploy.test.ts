import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

/** A machine on which nobody has signed in to AWS. */
const { PATH } = process.env
const SIGNED_OUT = { PATH, HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' }

function deploy(args: readonly string[], env: NodeJS.ProcessEnv = SIGNED_OUT) {
  const { status, stderr } = spawnSync(process.execPath, ['infra/deploy.ts', ...args], {
    env,
    encoding: 'utf8',
  })
  return { status, said: stderr.trim() }
}

describe('npm run deploy', () => {
  it('asks for a stage', () => {
    expect(deploy([])).toEqual({ status: 1, said: 'Say which stage: npm run deploy -- --stage dev' })
  })

  it('names the stages when there is no such one', () => {
    const said = "There is no stage 'moon': choose one of local, dev, prod."
    expect(deploy(['--stage', 'moon'])).toEqual({ status: 1, said })
  })

  it('does not deploy the stage of this machine', () => {
    expect(deploy(['--stage', 'local'])).toEqual({
      status: 1,
      said: "The stage 'local' runs on this machine, by npm start.",
    })
  })

  it('says at once that nobody is signed in to AWS', () => {
    expect(deploy(['--stage', 'dev'])).toEqual({
      status: 1,
      said: 'There are no AWS credentials: sign in, or set AWS_PROFILE or AWS_ACCESS_KEY_ID.',
    })
  })

  it('says at once that no region is chosen', () => {
    const env = { ...SIGNED_OUT, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
    expect(deploy(['--stage', 'dev'], env)).toEqual({
      status: 1,
      said: 'There is no AWS region: set AWS_REGION, or a region in your AWS profile.',
    })
  })
})
