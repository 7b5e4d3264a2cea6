import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { LONG_UNKNOWN } from '../../functions/paying/conclude.ts'
import { LEASE_SECONDS } from '../../functions/paying/pay.ts'
import { BACKGROUND } from '../../infra/background.ts'
import { WORK_LEASE_SECONDS } from '../../shared/repository/batch-request-item.ts'
import {
  permissionsOf,
  propertiesOf,
  referred,
  resourcesOf,
  synthesizedTemplates,
  type Template,
} from './templates.ts'

/** CloudFormation takes 500 resources per stack; what is left is for the endpoints to come. */
const RESOURCE_LIMIT = 450

let service: Template
let api: Template

beforeAll(async () => {
  ;({ service, api } = await synthesizedTemplates('prod'))
})

const functions = () => Object.values(resourcesOf(service, 'AWS::Lambda::Function'))

const FunctionProperties = z.object({
  FunctionName: z.string(),
  Role: z.unknown(),
  LoggingConfig: z.object({ LogGroup: z.unknown(), LogFormat: z.string() }),
  Timeout: z.number(),
})

describe('the stacks', () => {
  it('each stay below the number of resources that a stack may have', () => {
    for (const { Resources } of [service, api]) {
      const counts = Map.groupBy(Object.values(Resources), ({ Type }) => Type)
      const byType = [...counts].map(([type, { length }]) => `${length} ${type}`).sort()
      const total = Object.keys(Resources).length
      console.log(`${total} resources: ${byType.join(', ')}`)
      expect(total).toBeLessThanOrEqual(RESOURCE_LIMIT)
    }
  })

  it('keep no log for ever', () => {
    for (const stack of [service, api])
      for (const group of propertiesOf(stack, 'AWS::Logs::LogGroup'))
        expect(group).toHaveProperty('RetentionInDays')
  })

  it('give a managed policy to nobody but API Gateway, which takes no other', () => {
    const managed = [service, api]
      .flatMap((stack) => propertiesOf(stack, 'AWS::IAM::Role'))
      .filter((role) => role.ManagedPolicyArns !== undefined)
    expect(managed.map((role) => role.AssumeRolePolicyDocument)).toMatchObject([
      { Statement: [{ Principal: { Service: 'apigateway.amazonaws.com' } }] },
    ])
  })
})

describe('the service stack', () => {
  it('gives every function a role of its own', () => {
    const roles = functions().map(({ Properties }) => referred(FunctionProperties.parse(Properties).Role))
    expect(new Set(roles).size).toBe(functions().length)
  })

  it('writes every permission into the role itself', () => {
    expect(resourcesOf(service, 'AWS::IAM::Policy')).toEqual({})
    expect(resourcesOf(service, 'AWS::IAM::ManagedPolicy')).toEqual({})
  })

  it('grants on everything only what has no narrower resource', () => {
    const wild = propertiesOf(service, 'AWS::IAM::Role')
      .flatMap(permissionsOf)
      .filter(({ resources }) => resources.includes('*'))
      .flatMap(({ actions }) => actions)
    expect(wild.filter((action) => !/^(xray:Put|logs:|dynamodb:ListStreams$)/.test(action))).toEqual([])
  })

  it('lets nobody scan or delete the table, nor act by wildcard', () => {
    const actions = propertiesOf(service, 'AWS::IAM::Role')
      .flatMap(permissionsOf)
      .flatMap((allowed) => allowed.actions)
    expect(actions).toContain('dynamodb:Query')
    expect(actions.filter((action) => /Scan|Table|PartiQL|\*/.test(action))).toEqual([])
  })

  it('keeps the log of every function, as JSON, for a limited time', () => {
    for (const { Properties } of functions()) {
      const { LoggingConfig } = FunctionProperties.parse(Properties)
      const group = service.Resources[referred(LoggingConfig.LogGroup) ?? '']
      expect(group?.Properties).toMatchObject({ RetentionInDays: 365 })
      expect(LoggingConfig.LogFormat).toBe('JSON')
    }
  })

  it('traces every function, the workflow and the API', () => {
    for (const { Properties } of functions())
      expect(Properties).toMatchObject({ TracingConfig: { Mode: 'Active' } })
    expect(propertiesOf(service, 'AWS::StepFunctions::StateMachine')).toMatchObject([
      { TracingConfiguration: { Enabled: true } },
    ])
    expect(propertiesOf(api, 'AWS::ApiGateway::Stage')).toMatchObject([{ TracingEnabled: true }])
  })
})

describe('the queues of work', () => {
  it('hide a message six times as long as its function may run, and give it up after five tries', () => {
    const mappings = propertiesOf(service, 'AWS::Lambda::EventSourceMapping').filter(
      (mapping) => !readersOfStream().includes(mapping),
    )
    expect(mappings).not.toEqual([])
    for (const mapping of mappings) {
      const queue = service.Resources[attributed(mapping.EventSourceArn)]?.Properties
      const reader = service.Resources[referred(mapping.FunctionName) ?? '']?.Properties
      expect(queue?.VisibilityTimeout).toBeGreaterThanOrEqual(6 * Number(reader?.Timeout))
      expect(queue?.RedrivePolicy).toMatchObject({ maxReceiveCount: 5 })
      expect(mapping.ScalingConfig).toMatchObject({ MaximumConcurrency: expect.any(Number) })
      expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures'])
    }
  })

  it('end a lease after its worker, and before the message of a worker that died comes again', () => {
    const { timeoutSeconds } = BACKGROUND.processAllocation
    expect(LEASE_SECONDS).toBeGreaterThan(timeoutSeconds)
    expect(LEASE_SECONDS).toBeLessThan(6 * timeoutSeconds)
  })

  it('leave a batch request to its worker for as long as that may live, and ask again before its message comes', () => {
    const { timeoutSeconds } = BACKGROUND.startScheduledBatch
    expect(WORK_LEASE_SECONDS).toBeGreaterThan(timeoutSeconds)
    expect(WORK_LEASE_SECONDS).toBeLessThan(6 * timeoutSeconds)
  })

  it('count the very words that the worker logs of payments that stay unknown', () => {
    const [filter] = propertiesOf(service, 'AWS::Logs::MetricFilter')
    expect(filter?.FilterPattern).toContain(`"${LONG_UNKNOWN}"`)
  })
})

describe('the readers of the stream', () => {
  it('miss nothing, try a bad batch in halves, and leave what they give up on in a bucket', () => {
    const mappings = readersOfStream()
    expect(mappings).toHaveLength(2)
    for (const mapping of mappings) {
      expect(mapping).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        EventSourceArn: { 'Fn::ImportValue': 'payout-desk-prod-stream-arn' },
        DestinationConfig: {
          OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringContaining('LostRecords'), 'Arn'] } },
        },
      })
      expect(mapping.MaximumRetryAttempts).toBeGreaterThan(0)
    }
  })

  it('are woken by what they start or announce only', () => {
    const patterns = [
      ['allocation', 'batch', 'redelivery'],
      ['payout-request', 'allocation', 'batch'],
    ].map((types) => JSON.stringify({ dynamodb: { NewImage: { type: { S: types } } } }))
    expect(readersOfStream().map(({ FilterCriteria }) => FilterCriteria)).toEqual(
      patterns.map((Pattern) => ({ Filters: [{ Pattern }] })),
    )
  })
})

const readersOfStream = () =>
  propertiesOf(service, 'AWS::Lambda::EventSourceMapping').filter(({ StartingPosition }) => StartingPosition)

/** The logical id in `Fn::GetAtt`. */
const attributed = (value: unknown): string =>
  String(z.object({ 'Fn::GetAtt': z.array(z.string()) }).parse(value)['Fn::GetAtt'][0])
