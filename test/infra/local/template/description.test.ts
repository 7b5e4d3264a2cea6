import { expect, test } from 'vitest'
import { describeStack } from '../../../../infra/local/template/description.ts'
import { PLACE, writtenAssembly } from './written-assembly.ts'

const describeOne = async (Resources: object, more: object = {}) =>
  describeStack(await writtenAssembly({ one: { Resources, ...more } }), PLACE)

const queue = (Properties: object) => ({ Type: 'AWS::SQS::Queue', Properties })

test('a resource type that is not known stops with its name', async () => {
  const resources = { Strange: { Type: 'AWS::Kinesis::Stream', Properties: {} } }
  await expect(describeOne(resources)).rejects.toThrow('AWS::Kinesis::Stream of one/Strange')
})

test('a property that is not known stops with its name and its resource', async () => {
  const described = describeOne({ Ordered: queue({ FifoQueue: true }) })
  await expect(described).rejects.toThrow(/AWS::SQS::Queue one\/Ordered[^]*FifoQueue/)
})

test.each([
  ['a condition on a resource', { Q: { ...queue({}), Condition: 'Sometimes' } }, {}, /Condition/],
  ['a section of the template', { Q: queue({}) }, { Mappings: {} }, /Mappings/],
  ['an intrinsic function', { Q: queue({ QueueName: { 'Fn::Cidr': [] } }) }, {}, /Fn::Cidr/],
  [
    'an attribute',
    { Q: queue({ QueueName: { 'Fn::GetAtt': ['Q2', 'Colour'] } }), Q2: queue({}) },
    {},
    /Colour of one\/Q2/,
  ],
])('%s that is not known stops', async (_, resources, more, message) => {
  await expect(describeOne(resources, more)).rejects.toThrow(message)
})

test('types and properties without local effect are passed over', async () => {
  const { queues } = await describeOne({
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Anything: 1 }, DependsOn: ['Q'] },
    Q: queue({ SqsManagedSseEnabled: true }),
  })
  expect(queues).toHaveLength(1)
})

test.each([
  ['Ref', { Ref: 'Other' }, 'http://127.0.0.1:1/000000000000/other'],
  ['Ref of a parameter', { Ref: 'Given' }, 'default'],
  ['Fn::GetAtt', { 'Fn::GetAtt': ['Other', 'Arn'] }, 'arn:aws:sqs:us-east-1:000000000000:other'],
  ['Fn::GetAtt with a dot', { 'Fn::GetAtt': 'Other.QueueName' }, 'other'],
  ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] }, 'a-us-east-1'],
  ['Fn::Select and Fn::Split', { 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
  [
    'Fn::Sub',
    { 'Fn::Sub': '${AWS::AccountId}/${Other.QueueName}/${!Literal}' },
    '000000000000/other/${!Literal}',
  ],
  [
    'Fn::Sub with variables',
    { 'Fn::Sub': ['${X}-${AWS::StackName}', { X: { Ref: 'Given' } }] },
    'default-one',
  ],
  ['Fn::ImportValue', { 'Fn::ImportValue': 'shared' }, 'from two'],
  ['Fn::GetStackOutput', { 'Fn::GetStackOutput': { StackName: 'two', OutputName: 'Out' } }, 'from two'],
])('%s is what CloudFormation makes of it', async (_, name, expected) => {
  const one = {
    Parameters: { Given: { Type: 'String', Default: 'default' } },
    Resources: { Q: queue({ QueueName: name }), Other: queue({ QueueName: 'other' }) },
  }
  const two = { Resources: {}, Outputs: { Out: { Value: 'from two', Export: { Name: 'shared' } } } }
  const { queues } = await describeStack(await writtenAssembly({ one, two }), PLACE)
  expect(queues[0]?.name).toBe(expected)
})

test('AWS::NoValue is a property that is not there', async () => {
  const { queues } = await describeOne({ Q: queue({ VisibilityTimeout: { Ref: 'AWS::NoValue' } }) })
  expect(queues[0]?.visibilityTimeoutSeconds).toBe(30)
})
