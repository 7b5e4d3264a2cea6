import { describe, expect, it } from 'vitest'
import { stageSettings } from '../../infra/settings.ts'

describe('the settings of a stage', () => {
  it('protect the data of production only', () => {
    expect(stageSettings('prod').retainData).toBe(true)
    expect(stageSettings('dev').retainData).toBe(false)
  })

  it('take overrides and keep the rest', () => {
    expect(stageSettings('dev', { rateLimit: 3 })).toEqual({ ...stageSettings('dev'), rateLimit: 3 })
  })

  it('name the stages when there is no such one', () => {
    expect(() => stageSettings('moon')).toThrow("There is no stage 'moon': choose one of local, dev, prod.")
    expect(() => stageSettings('toString')).toThrow('There is no stage')
  })

  it.each([
    [{ rateLimt: 3 }],
    [{ rateLimit: 0 }],
    [{ publicBaseUrl: 'payouts' }],
    [{ logRetentionDays: 8 }],
    [{ throttle: { requestsPerSecond: 10 } }],
    [{ busSources: ['aws.events'] }],
    [{ busSources: ['acme.payments', 'payout-desk'] }],
  ])('refuse the override %j', (overrides) => {
    expect(() => stageSettings('dev', overrides)).toThrow()
  })

  it('refuse half of what checking tokens needs', () => {
    const jwt = { issuer: 'https://issuer.example', audience: '', jwksUrl: 'https://issuer.example/jwks' }
    expect(() => stageSettings('dev', { jwt })).toThrow('or none of them')
  })
})
