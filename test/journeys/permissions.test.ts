import { afterAll, beforeAll, expect, it } from 'vitest'
import { type JourneyDesk, startDesk } from './harness/desk.ts'
import { exampleCall, OPERATION_IDS } from './harness/operations.ts'
import { furnished } from './harness/things.ts'

let desk: JourneyDesk

beforeAll(async () => {
  desk = await startDesk()
  const us = await desk.newOrganization()
  const ours = await furnished(us, 'ours')
  for (const operation of OPERATION_IDS) {
    const { status, text } = await us.call(...exampleCall(operation, ours))
    expect(status, `${operation}: ${text}`).toBeLessThan(300)
  }
  await desk.stack.quiet()
})
afterAll(() => desk.stop())

it('every permission of a function is used', () => {
  const unused = desk.stack.permissions.unused()
  console.log(unused.map(({ function: name, action, resource }) => `${name} ${action} ${resource.split(':').at(-1)}`).join('\n'))
  expect(unused.length).toEqual(0)
})
