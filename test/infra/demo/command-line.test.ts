import { describe, expect, it } from 'vitest'
import { demoOptions, startOptions } from '../../../infra/local/command-line.ts'

describe('the options of npm start', () => {
  it('are port 3000 and nothing kept, unless PORT and --data say otherwise', () => {
    expect(startOptions([], {})).toEqual({ port: 3000, dataDirectory: undefined, json: false })
    expect(startOptions(['--json', '--data', 'kept'], { PORT: '0' })).toEqual({
      port: 0,
      dataDirectory: 'kept',
      json: true,
    })
  })

  it.each([
    [['--wat'], {}, "Unknown option '--wat'. Usage: "],
    [['here'], {}, "Unexpected argument 'here'"],
    [['--data'], {}, "Option '--data <value>' argument missing. Usage: "],
    [['--data='], {}, '--data needs a directory. Usage: '],
    [[], { PORT: '65536' }, "PORT is '65536': it must be a number from 0 (any free port) to 65535."],
    [[], { PORT: '-1' }, "PORT is '-1'"],
  ])('refuses %j with %j', (words, environment, message) => {
    expect(() => startOptions(words, environment)).toThrow(message)
  })
})

describe('the options of npm run demo', () => {
  it('are 1000 requests and seed 1, unless told otherwise', () => {
    expect(demoOptions([])).toEqual({ requests: 1000, seed: 1, json: false })
    expect(demoOptions(['--requests', '20000', '--seed=0', '--json'])).toEqual({
      requests: 20_000,
      seed: 0,
      json: true,
    })
  })

  it.each(['0', '20001', '-5', '1.5', '1e3', 'many', ''])('refuse %j requests', (requests) => {
    expect(() => demoOptions([`--requests=${requests}`])).toThrow(
      `--requests is '${requests}': it must be a whole number from 1 to 20000.`,
    )
  })
})
