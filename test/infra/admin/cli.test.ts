import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOrganization } from '../../../infra/admin/organizations.ts'
import { COMMANDS, type Ended, runAdmin } from '../../../infra/admin/run.ts'
import { startLocalIssuer } from '../../../infra/local/jwks.ts'
import { announceStack } from '../../../infra/local/running.ts'
import { tableNameIn } from '../../../infra/names.ts'
import { effectOf, startAuthorizer } from '../../functions/authorizer/asking.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'
import { account, card, ndjson, sale } from './records.ts'

let table: TestTable
let directory: string
let withdraw: () => Promise<void>

beforeAll(async () => {
  table = await startTestTable()
  directory = await mkdtemp(`${tmpdir()}/payout-desk-cli-`)
  process.env['LOCAL_STACK_FILE'] = `${directory}/stack.json`
  withdraw = await announceStack({
    url: 'http://127.0.0.1:3000/v1',
    awsEndpoint: table.endpoint,
    tableName: table.name,
  })
})
afterAll(async () => {
  await withdraw()
  await rm(directory, { recursive: true })
  await table.stop()
})

/** `npm run admin -- …`, in a shell that knows no AWS. */
function asProcess(words: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, ['infra/admin/admin.ts', ...words], {
    env: { PATH: '', LOCAL_STACK_FILE: `${directory}/stack.json`, ...environment },
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ exitCode: code ?? -1, out, err }))
  })
}

const json = async (...words: string[]) => {
  const { exitCode, out, err } = await runAdmin([...words, '--json'])
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
  expect(out.trim().split('\n')).toHaveLength(1)
  return JSON.parse(out)
}

describe('the admin program', () => {
  it('takes an organization from nothing to a key that works, and back', async () => {
    const { organizationId } = await json('organization', 'create', 'Acme')
    const common = ['--organization', organizationId, '--user', 'usr_ann']
    const { apiKey, keyId } = await json(
      'key',
      'create',
      ...common,
      '--permissions',
      'GetWebsite, PutWebsite',
    )

    const authorizer = await startAuthorizer({ AWS_ENDPOINT_URL: table.endpoint, TABLE_NAME: table.name })
    expect(effectOf(await authorizer.ask('PutWebsite', { 'REB-APIKEY': apiKey }))).toBe('Allow')
    await authorizer.table.stop()

    const { keys } = await json('key', 'list', '--organization', organizationId)
    expect(keys).toMatchObject([{ keyId, status: 'live', permissions: ['GetWebsite', 'PutWebsite'] }])
    expect(await json('key', 'revoke', keyId)).toEqual({ keyId, revoked: true })
    const listed = await runAdmin(['key', 'list', '--organization', organizationId])
    expect(listed.out).toMatch(new RegExp(`^${keyId} +revoked +usr_ann`, 'm'))
  })

  it('shows a key once, alone on the first line', async () => {
    const { organizationId } = await json('organization', 'create', 'Acme')
    const options = ['--organization', organizationId, '--user', 'usr_ann', '--permissions', '*']
    const { out, exitCode } = await asProcess(['key', 'create', ...options, '--expires', '2099-01-01'])
    expect(exitCode).toBe(0)
    expect(out.split('\n')[0]).toMatch(/^sk_\w{26}_[\w-]{43}$/)
    expect(out).toContain('expires at 2099-01-01T00:00:00.000Z')
  })

  it('signs tokens for the local stack alone', async () => {
    const { organizationId } = await createOrganization(table.as('any'), 'Acme')
    const words = ['token', '--organization', organizationId, '--user', 'usr_ann']
    expect((await runAdmin(words)).err).toContain('announced no signing key')
    expect((await runAdmin([...words, '--stage', 'dev'])).err).toContain('leave --stage out')

    const issuer = await startLocalIssuer()
    const common = { url: '', awsEndpoint: table.endpoint, tableName: table.name }
    await announceStack({ ...common, signingKey: { ...issuer.signingKey } })
    const { token } = await json(...words)
    expect(token.split('.')).toHaveLength(3)
    expect((await runAdmin(words)).out.split('\n')[0]).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    await announceStack(common)
    await issuer.stop()
  })

  it('imports a file and fails when a line was refused', async () => {
    const { organizationId } = await createOrganization(table.as('any'), 'Acme')
    const file = `${directory}/lines.ndjson`
    const words = ['import', file, '--organization', organizationId]
    await writeFile(file, ndjson([account('gw_1'), card('a'), sale('a')]))
    expect(await json(...words)).toMatchObject({ linesDone: 3, created: 3, refused: 0, finished: true })
    await writeFile(file, ndjson([account('gw_1'), sale('b'), card('a', 2)]))
    const { exitCode, out, err } = await asProcess(words)
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: '' }) // no bar is drawn where there is no terminal
    expect(out).toContain('1 created, 0 changed, 1 unchanged, 1 refused.')
    expect(out).toContain(
      'line 2 (txn_b_1): paymentInstrumentId is not a payment instrument of this customer',
    )
  })

  it.each<[string[], string]>([
    [
      ['organisation', 'create', 'Acme'],
      "There is no command 'organisation create Acme'. The commands are: organi",
    ],
    [['key'], "There is no command 'key'"],
    [['--json', 'key', 'list'], 'Say the command first'],
    [['key', 'list', '--organisation', 'x'], 'There is no option --organisation; there are --organization'],
    [['key', 'list'], 'The option --organization ID is missing. See: npm run admin -- key list --help'],
    [['key', 'list', '--organization', ''], 'The option --organization ID is missing'],
    [['key', 'list', '--organization'], "Option '--organization <value>' argument missing"],
    [['key', 'revoke'], 'KEYID is missing'],
    [['organization', 'create', 'Acme', 'Games'], "'Games' is one word too many"],
    [['key', 'list', '--organization', 'org_x'], 'There is no organization org_x. Create one: npm run admin'],
    [
      ['key', 'list', '--organization', 'org_x', '--stage', 'moon'],
      "There is no stage 'moon': choose one of",
    ],
    [
      ['key', 'create', '--organization', 'o', '--user', 'u', '--permissions', '*', '--expires', 'soon'],
      'is no time',
    ],
    [['import', 'none.ndjson', '--organization', 'org_x'], 'There is no organization org_x'],
  ])('refuses %j with a sentence that helps', async (words, sentence) => {
    const { exitCode, out, err } = await runAdmin(words)
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' })
    expect(err.trim().split('\n')).toHaveLength(1)
    expect(err).toContain(sentence)
    expect(err).not.toContain(' at ') // no stack
  })

  it('tells programs of an error in JSON', async () => {
    const { exitCode, out, err } = await asProcess(['key', 'list', '--organization', 'org_x', '--json'])
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' })
    expect(JSON.parse(err).error).toContain('There is no organization org_x')
  })

  it('helps, with examples that it understands', async () => {
    const { exitCode, out } = await runAdmin(['--help'])
    expect(exitCode).toBe(0)
    for (const { name } of COMMANDS) {
      expect(out).toContain(name)
      const of = await runAdmin([...name.split(' '), '--help'])
      expect(of.exitCode).toBe(0)
      expect(of.out).toContain(`npm run admin -- ${name}`)
      expect(of.out).toContain('--stage STAGE')
    }
  })
})

describe('the stage', () => {
  const words = ['key', 'list', '--organization', 'org_x']

  it('is the local stack that runs; without one it says how to start it', async () => {
    const nowhere = { LOCAL_STACK_FILE: `${directory}/none.json` }
    expect((await asProcess(words, nowhere)).err).toContain('Start one in another terminal (npm start)')
  })

  it('is the local stack of the endpoint that is named', async () => {
    const nowhere = { LOCAL_STACK_FILE: `${directory}/none.json` }
    const named = await asProcess([...words, '--endpoint', table.endpoint], nowhere)
    expect(named.err).toContain('There is no such stage') // the table of that name is not in this one
    expect(tableNameIn('local')).not.toBe(table.name)
    const gone = await asProcess([...words, '--endpoint', 'http://127.0.0.1:9'], nowhere)
    expect(gone.err).toContain('Nothing answers there')
  })

  it('that is deployed needs credentials, and says so', async () => {
    const aws = { AWS_REGION: 'eu-west-1', HOME: directory, AWS_EC2_METADATA_DISABLED: 'true' }
    expect((await asProcess([...words, '--stage', 'dev'], aws)).err).toContain('There are no AWS credentials')
    const both = await asProcess([...words, '--stage', 'dev', '--endpoint', table.endpoint], aws)
    expect(both.err).toContain('--endpoint names a local stack')
  })

  it('that is deployed is reached by the table of its name', async () => {
    const aws = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' }
    const { err } = await asProcess([...words, '--stage', 'prod'], {
      ...aws,
      AWS_ENDPOINT_URL: table.endpoint,
    })
    expect(err).toContain('There is no such stage in this account and region')
  })
})
