import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { eventually } from '../local/eventually.ts'
import { descendantsOf, livingOf, run } from './children.ts'

const module = fileURLToPath(new URL('../../../infra/local/command.ts', import.meta.url))

/** A program that says 'ready' and then does what is given, with an exit code of its own for signals. */
const program = (then: string): string[] => [
  process.execPath,
  '--input-type=module-typescript',
  '--eval',
  `import { runCommand, unlessAborted } from ${JSON.stringify(module)}
  await runCommand(async (signal) => {
    console.log('ready')
    try { ${then} } finally { console.log('cleaned up') }
  }, { whenEnded: 7 })`,
]

const WAITS = 'await unlessAborted(signal, new Promise(() => setInterval(() => {}, 1000)))'

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'cleans up when %s ends it, once or twice',
  async (signal) => {
    const { child, firstLine, stdout, end } = run(program(WAITS))
    await firstLine()
    child.kill(signal)
    child.kill(signal)
    expect(await end).toBe(7)
    expect(await stdout).toBe('ready\ncleaned up\n')
  },
)

it('says what its user did wrong without a stack, and all else with one', async () => {
  const mistake = fileURLToPath(new URL('../../../infra/admin/mistake.ts', import.meta.url))
  const wrong = run(program(`throw new (await import(${JSON.stringify(mistake)})).Mistake('Say please.')`))
  expect(await wrong.end).toBe(1)
  expect(await wrong.stderr).toBe('Say please.\n')

  const broken = run(program(`throw new TypeError('no such thing')`))
  expect(await broken.end).toBe(1)
  expect(await broken.stderr).toMatch(/^TypeError: no such thing\n +at /)
})

it('ends when the npm that started it is killed', async () => {
  const words = program(WAITS).map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
  const npm = run(['/bin/sh', '-c', `${words.join(' ')}; true`], { npm_lifecycle_event: 'start' })
  await npm.firstLine()
  const [started = 0] = descendantsOf(npm.child.pid ?? 0)
  expect(livingOf([started])).toEqual([started])
  npm.child.kill('SIGKILL')
  await eventually(() => expect(livingOf([started])).toEqual([]))
})
