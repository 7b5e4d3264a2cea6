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

  const schedule = {
    name: 'daily',
    expression: 'cron(0 6 * * ? *)',
    organizationId: 'org_1',
    filter: 'status:approved',
  }

  it.each([
    ['a name that could be an id', [{ ...schedule, name: 'preq_sched_1' }]],
    ['two of the same name', [schedule, schedule]],
    ['what EventBridge would take for a variable', [{ ...schedule, filter: 'customerId:<time>' }]],
    ['no filter', [{ ...schedule, filter: '' }]],
    ['what is no expression', [{ ...schedule, expression: 'daily' }]],
  ])('refuse schedules with %s', (_, batchSchedules) => {
    expect(stageSettings('dev', { batchSchedules: [schedule] }).batchSchedules).toEqual([schedule])
    expect(() => stageSettings('dev', { batchSchedules })).toThrow()
  })

  it('refuse half of what checking tokens needs', () => {
    const jwt = { issuer: 'https://issuer.example', audience: '', jwksUrl: 'https://issuer.example/jwks' }
    expect(() => stageSettings('dev', { jwt })).toThrow('or none of them')
  })
})
