import { afterEach, describe, expect, it, vi } from 'vitest'
import { defaultProvider } from '../../../shared/runtime/environment-credentials.ts'

afterEach(() => vi.unstubAllEnvs())

function given(accessKeyId?: string, secretAccessKey?: string, sessionToken?: string): void {
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey)
  vi.stubEnv('AWS_SESSION_TOKEN', sessionToken)
}

describe('credentials from the environment', () => {
  it('are the role of the function, with its session', async () => {
    given('id', 'secret', 'session')
    const credentials = await defaultProvider()()
    expect(credentials).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'session' })
  })

  it('need no session', async () => {
    given('id', 'secret')
    expect(await defaultProvider()()).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret' })
  })

  it('are refused when there are none', async () => {
    given('id')
    await expect(defaultProvider()()).rejects.toThrow('There are no AWS credentials in the environment.')
  })
})
