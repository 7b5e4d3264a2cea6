import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { INDEXES } from '../../shared/repository/table.ts'
import { propertiesOf, resourcesOf, synthesizedTemplates, type Template } from './templates.ts'

const TABLE = 'AWS::DynamoDB::GlobalTable'

/** DynamoDB's own, for one index. */
const PROJECTED_ATTRIBUTES_LIMIT = 20

let prod: Template
let dev: Template

beforeAll(async () => {
  prod = (await synthesizedTemplates('prod')).storage
  dev = (await synthesizedTemplates('dev')).storage
})

describe('the table', () => {
  it('outlives its stack in production, and cannot be deleted there', () => {
    expect(Object.values(resourcesOf(prod, TABLE))).toMatchObject([
      { DeletionPolicy: 'Retain', Properties: { Replicas: [{ DeletionProtectionEnabled: true }] } },
    ])
  })

  it('goes with its stack in development', () => {
    expect(Object.values(resourcesOf(dev, TABLE))).toMatchObject([{ DeletionPolicy: 'Delete' }])
  })

  it('can be restored to any second, in every stage', () => {
    for (const template of [prod, dev])
      expect(propertiesOf(template, TABLE)).toMatchObject([
        { Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }] },
      ])
  })

  it('tells its stream what an item was and is, and forgets what has expired', () => {
    expect(propertiesOf(prod, TABLE)).toMatchObject([
      {
        TableName: 'payout-desk-prod',
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
    ])
  })

  it('has the indexes that the repository asks', () => {
    const [properties] = propertiesOf(prod, TABLE)
    const indexes = z.array(z.object({ IndexName: z.string() })).parse(properties?.GlobalSecondaryIndexes)
    expect(indexes.map(({ IndexName }) => IndexName)).toEqual(['listing', 'available', 'open'])
  })
})

describe('an index', () => {
  it.each(Object.entries(INDEXES))(
    '%s projects no more attributes than DynamoDB takes',
    (_name, { projects }) => {
      expect(projects.length).toBeLessThanOrEqual(PROJECTED_ATTRIBUTES_LIMIT)
    },
  )

  it.each(Object.entries(INDEXES))(
    '%s is not touched by a claim or by amounts being allocated',
    (_name, { projects }) => {
      const changing = [
        'claim',
        'unallocatedMinor',
        'allocationCount',
        'version',
        'updatedTime',
        'lastChange',
      ]
      expect(changing.filter((attribute) => projects.some((projected) => projected === attribute))).toEqual(
        [],
      )
    },
  )
})
