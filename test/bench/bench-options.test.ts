import { expect, it } from 'vitest'
import { benchOptions } from './bench-options.ts'

it('everything is measured unless parts are named', () => {
  const parts = ['runs', 'endpoints', 'decisions', 'batches']
  expect(benchOptions([])).toEqual({ parts, rounds: 7, json: false })
  expect(benchOptions(['decisions', '--json', 'runs', '--rounds', '2'])).toEqual({
    parts: ['decisions', 'runs'],
    rounds: 2,
    json: true,
  })
})

it.each([['run'], ['toString'], ['--rounds', '0'], ['--rounds', 'x'], ['--fast']])(
  'what nobody measures is refused with the words that are known: %s',
  (...words) => {
    expect(() => benchOptions(words)).toThrow(/Usage: npm run bench/)
  },
)
