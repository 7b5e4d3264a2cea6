import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  permissionsOf,
  propertiesOf,
  referred,
  resourcesOf,
  synthesizedTemplates,
  type Template,
} from './templates.ts'

/** CloudFormation takes 500 resources per stack; what is left is for the endpoints of the next issues. */
const RESOURCE_LIMIT = 450

let service: Template

beforeAll(async () => {
  service = (await synthesizedTemplates('prod')).service
})

const functions = () => Object.values(resourcesOf(service, 'AWS::Lambda::Function'))

const FunctionProperties = z.object({
  FunctionName: z.string(),
  Role: z.unknown(),
  LoggingConfig: z.object({ LogGroup: z.unknown(), LogFormat: z.string() }),
  Timeout: z.number(),
})

describe('the service stack', () => {
  it('stays below the number of resources that a stack may have', () => {
    const counts = Map.groupBy(Object.values(service.Resources), ({ Type }) => Type)
    const byType = [...counts].map(([type, { length }]) => `${length} ${type}`).sort()
    const total = Object.keys(service.Resources).length
    console.log(`${total} resources: ${byType.join(', ')}`)
    expect(total).toBeLessThanOrEqual(RESOURCE_LIMIT)
  })

  it('gives every function a role of its own', () => {
    const roles = functions().map(({ Properties }) => referred(FunctionProperties.parse(Properties).Role))
    expect(new Set(roles).size).toBe(functions().length)
  })

  it('writes every permission into the role itself', () => {
    expect(resourcesOf(service, 'AWS::IAM::Policy')).toEqual({})
    expect(resourcesOf(service, 'AWS::IAM::ManagedPolicy')).toEqual({})
    const managed = propertiesOf(service, 'AWS::IAM::Role').filter(
      (role) => role.ManagedPolicyArns !== undefined,
    )
    expect(managed.map((role) => role.AssumeRolePolicyDocument)).toMatchObject([
      { Statement: [{ Principal: { Service: 'apigateway.amazonaws.com' } }] },
    ])
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

  it('keeps no log for ever', () => {
    for (const group of propertiesOf(service, 'AWS::Logs::LogGroup'))
      expect(group).toHaveProperty('RetentionInDays')
  })

  it('traces every function, the workflow and the API', () => {
    for (const { Properties } of functions())
      expect(Properties).toMatchObject({ TracingConfig: { Mode: 'Active' } })
    expect(propertiesOf(service, 'AWS::StepFunctions::StateMachine')).toMatchObject([
      { TracingConfiguration: { Enabled: true } },
    ])
    expect(propertiesOf(service, 'AWS::ApiGateway::Stage')).toMatchObject([{ TracingEnabled: true }])
  })
})

describe('the readers of the stream', () => {
  it('miss nothing, try a bad batch in halves, and leave what they give up on in a bucket', () => {
    const mappings = propertiesOf(service, 'AWS::Lambda::EventSourceMapping')
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

  it('are woken by requests, allocations and batches only', () => {
    const pattern = { dynamodb: { NewImage: { type: { S: ['payout-request', 'allocation', 'batch'] } } } }
    for (const { FilterCriteria } of propertiesOf(service, 'AWS::Lambda::EventSourceMapping'))
      expect(FilterCriteria).toEqual({ Filters: [{ Pattern: JSON.stringify(pattern) }] })
  })
})
