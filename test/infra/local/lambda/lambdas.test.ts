import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { watchActivity } from '../../../../infra/local/activity.ts'
import { startCounting, totalsOf } from '../../../../infra/local/endpoint/counts.ts'
import { parseObject } from '../../../../infra/local/json.ts'
import { type Lambdas, startLambdas } from '../../../../infra/local/lambda/lambdas.ts'
import { eventually } from '../eventually.ts'

const BUNDLE = `
let calls = 0
let running = 0
export async function handler(event, context) {
  calls += 1
  running += 1
  const at = running
  if (event.sleepMs) await new Promise((resolve) => setTimeout(resolve, event.sleepMs))
  running -= 1
  if (event.fail) throw new RangeError(event.fail)
  if (event.exit) process.exit(3)
  if (event.spin) for (;;);
  if (event.say) console.log(event.say)
  return { calls, at, name: context.functionName, environment: process.env, left: context.getRemainingTimeInMillis() }
}`
const NAMES = Array.from({ length: 30 }, (_, index) => `f${index}`)

let directory: string
let lambdas: Lambdas
const lines: string[] = []
const counts = startCounting()
const activity = watchActivity()

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lambdas-'))
  await writeFile(join(directory, 'index.mjs'), BUNDLE)
  await writeFile(
    join(directory, 'slow.mjs'),
    `await new Promise((done) => setTimeout(done, 1500))\n${BUNDLE}`,
  )
  await writeFile(join(directory, 'broken.mjs'), `throw new Error('not today')`)
  lambdas = startLambdas({
    workersLimit: 24,
    functions: [
      ...NAMES.map((name) => definition(name)),
      definition('slow-to-load', { module: 'slow', timeoutSeconds: 1 }),
      definition('broken', { module: 'broken' }),
    ],
    environment: { SHARED: 'yes' },
    log: (name, line) => lines.push(`${name}: ${line}`),
    counts,
    activity,
  })
})
afterAll(async () => {
  lambdas.stop()
  await rm(directory, { recursive: true })
})

test('keeps a worker and its module for the next call, with the function’s own environment only', async () => {
  const first = await result('f0', {})
  const second = await result('f0', {})
  expect([first['calls'], second['calls']]).toEqual([1, 2])
  expect(second['environment']).toMatchObject({ OWN: 'f0', SHARED: 'yes', AWS_ACCESS_KEY_ID: 'f0' })
  expect(second['environment']).not.toHaveProperty('PATH')
  expect(second['left']).toBeGreaterThan(0)
})

test('runs one call at a time in a worker, at most two workers of a function, and queues the rest', async () => {
  const before = counts.snapshot()
  const results = await Promise.all([1, 2, 3, 4, 5].map(() => result('f1', { sleepMs: 30 })))
  expect(results.map((answer) => answer['at'])).toEqual([1, 1, 1, 1, 1])
  expect(results.filter((answer) => answer['calls'] === 1)).toHaveLength(2)
  expect(totalsOf(counts.since(before), ['f1']).invocations).toBe(5)
})

test('stops the least recently used worker when there are as many as may be', async () => {
  for (const name of NAMES) await result(name, {})
  expect(await result('f29', {})).toMatchObject({ calls: 2 })
  expect(await result('f2', {})).toMatchObject({ calls: 1 })
})

test.each([
  ['throws', { fail: 'too far' }, { errorType: 'RangeError', errorMessage: 'too far' }],
  ['exits', { exit: true }, { errorType: 'Runtime.ExitError' }],
  ['runs out of time', { spin: true }, { errorType: 'Sandbox.Timedout' }],
])('a function that %s is a function error, and the next call works', async (_, event, error) => {
  expect(await lambdas.invoke('f3', JSON.stringify(event))).toMatchObject({ error })
  expect(await result('f3', {})).toMatchObject({ name: 'f3' })
})

test('loading has time of its own, which is not the function’s', async () => {
  expect(await result('slow-to-load', {})).toMatchObject({ name: 'slow-to-load' })
})

test('a function that cannot be loaded says so to its call', async () => {
  expect(await lambdas.invoke('broken', '{}')).toMatchObject({ error: { errorMessage: 'not today' } })
})

test('a killed worker fails its call', async () => {
  const running = lambdas.invoke('f4', JSON.stringify({ sleepMs: 5000, say: 'never' }))
  await result('f4', {})
  lambdas.kill('f4')
  expect(await running).toMatchObject({ error: { errorType: 'Runtime.ExitError' } })
})

test('what functions write goes to the log, and idle() waits for what runs', async () => {
  const running = lambdas.invoke('f5', JSON.stringify({ say: 'hello', sleepMs: 20 }))
  let ended = false
  void running.finally(() => {
    ended = true
  })
  await activity.idle()
  await running
  expect(ended).toBe(true)
  await eventually(() => expect(lines).toContain('f5: hello'))
})

async function result(name: string, event: object): Promise<Record<string, unknown>> {
  const answer = await lambdas.invoke(name, JSON.stringify(event))
  if ('error' in answer) throw new Error(answer.error.errorMessage)
  return parseObject(answer.payload) ?? {}
}

function definition(name: string, changes: { module?: string; timeoutSeconds?: number } = {}) {
  const arn = `arn:aws:lambda:us-east-1:000000000000:function:${name}`
  const runs = { module: 'index', handler: 'handler', memoryMb: 128, timeoutSeconds: name === 'f3' ? 1 : 30 }
  return { name, arn, roleArn: 'arn:role', directory, environment: { OWN: name }, ...runs, ...changes }
}
