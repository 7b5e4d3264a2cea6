import { expect, test } from 'vitest'
import { readDefinition } from '../../../../infra/local/step-functions/definition.ts'

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:f'
const task = { Type: 'Task', Resource: FUNCTION, End: true }
const machine = (States: object, more: object = {}) => ({
  StartAt: Object.keys(States)[0] ?? '',
  States,
  ...more,
})

test('finds the tasks of all levels and gives each time enough', () => {
  const each = { Type: 'Map', ItemProcessor: machine({ Inner: task }), Next: 'Last' }
  const wrapped = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: FUNCTION },
    End: true,
  }
  const { tasks, definition } = readDefinition('m', machine({ Each: each, Last: wrapped }))
  expect(tasks).toEqual([
    { stateName: 'Inner', functionArn: FUNCTION, wrapped: false },
    { stateName: 'Last', functionArn: FUNCTION, wrapped: true },
  ])
  expect(definition.States['Last']).toMatchObject({ TimeoutSeconds: 86_400 })
})

test.each([
  ['JSONata', machine({ One: task }, { QueryLanguage: 'JSONata' })],
  ['JSONata in one state', machine({ One: { ...task, QueryLanguage: 'JSONata' } })],
  ['variables', machine({ One: { ...task, Assign: { 'x.$': '$.x' } } })],
  [
    'a distributed map',
    machine({
      Each: {
        Type: 'Map',
        End: true,
        ItemProcessor: {
          ...machine({ Inner: task }),
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        },
      },
    }),
  ],
  [
    'a batcher',
    machine({
      Each: {
        Type: 'Map',
        End: true,
        ItemBatcher: { MaxItemsPerBatch: 2 },
        ItemProcessor: machine({ Inner: task }),
      },
    }),
  ],
  ['a service that is not Lambda', machine({ One: { ...task, Resource: 'arn:aws:states:::sns:publish' } })],
  ['a state that leads nowhere', machine({ One: { Type: 'Pass', Next: 'Two' } })],
  [
    'one name for two states',
    machine({ Same: { Type: 'Map', Next: 'Last', ItemProcessor: machine({ Last: task }) }, Last: task }),
  ],
])('refuses %s, which would be passed over', (_, definition) => {
  expect(() => readDefinition('m', definition)).toThrow()
})
