import { expect, test } from 'vitest'
import { checkTargetInput, targetInput } from '../../../../infra/local/events/target-input.ts'
import type { TargetDescription } from '../../../../infra/local/template/rules.ts'

const event = { id: 'e1', time: '2026-01-01T00:00:00Z', detail: { name: 'say "hi"', count: 3, list: [1] } }

const target = (input: Partial<TargetDescription>): TargetDescription => ({
  id: 'Target0',
  arn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
  roleArn: undefined,
  input: undefined,
  inputPath: undefined,
  transformer: undefined,
  retryLimit: 0,
  ageLimitSeconds: 60,
  deadLetterArn: undefined,
  ...input,
})

const paths = { name: '$.detail.name', count: '$.detail.count', list: '$.detail.list', none: '$.detail.none' }

test.each<[string, Partial<TargetDescription>, unknown]>([
  ['the event itself', {}, event],
  ['a constant', { input: '{"a":1}' }, { a: 1 }],
  ['a part of it', { inputPath: '$.detail.list' }, [1]],
  [
    'values, each as what it is',
    { transformer: { paths, template: '{"n":<name>,"c":<count>,"l":<list>,"o":<none>}' } },
    { n: 'say "hi"', c: 3, l: [1], o: '' },
  ],
  [
    'text with values in it',
    { transformer: { paths, template: '"<count> times <name>, <unknown>"' } },
    '3 times say "hi", <unknown>',
  ],
  [
    'what EventBridge knows itself',
    {
      transformer: { paths: {}, template: '{"rule":<aws.events.rule-arn>,"whole":<aws.events.event.json>}' },
    },
    { rule: 'arn:rule', whole: event },
  ],
])('a target gets %s', (_, input, expected) => {
  expect(JSON.parse(targetInput(target(input), event, 'arn:rule'))).toEqual(expected)
})

test('a path that is more than names is refused', () => {
  expect(() => checkTargetInput(target({ inputPath: '$.detail.list[0]' }))).toThrow('list[0]')
})
