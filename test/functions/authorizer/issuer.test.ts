import { createServer } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeServer, listen } from '../../../infra/local/http-server.ts'
import { type Authorizer, effectOf, startAuthorizer } from './asking.ts'

let answer = { status: 500, body: '' }
let asked = 0
const server = createServer((_, response) => {
  asked += 1
  response.writeHead(answer.status).end(answer.body)
})

let authorizer: Authorizer
let bearer: string
let keySet: string

beforeAll(async () => {
  const port = await listen(server, 0)
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  keySet = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }] })
  bearer = await new SignJWT({ organizationId: 'org_token', permissions: ['*'] })
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .setIssuer('issuer')
    .setAudience('desk')
    .setSubject('usr_ann')
    .setExpirationTime('1h')
    .sign(privateKey)
  authorizer = await startAuthorizer({
    JWT_ISSUER: 'issuer',
    JWT_AUDIENCE: 'desk',
    JWKS_URL: `http://127.0.0.1:${port}/`,
  })
})
afterAll(async () => {
  await closeServer(server)
  await authorizer.table.stop()
})

const ask = () => authorizer.ask('GetWebsite', { Authorization: `Bearer ${bearer}` })

describe('the keys of the issuer', () => {
  it.each([
    [500, ''],
    [200, '<html>'],
    [200, '{"keys": 1}'],
    [302, ''],
  ])(
    'when they cannot be had (%i %j), are a fault of ours and no verdict on the token',
    async (status, body) => {
      answer = { status, body }
      await expect(ask()).rejects.not.toThrow(new Error('Unauthorized'))
    },
  )

  it('are fetched once for many calls', async () => {
    answer = { status: 200, body: keySet }
    asked = 0
    for (let i = 0; i < 5; i++) expect(effectOf(await ask())).toBe('Allow')
    expect(asked).toBe(1)
  })

  it('are not asked for while the stage takes no tokens', async () => {
    asked = 0
    vi.stubEnv('JWKS_URL', '')
    await expect(ask()).rejects.toThrow(new Error('Unauthorized'))
    vi.unstubAllEnvs()
    expect(asked).toBe(0)
  })
})
