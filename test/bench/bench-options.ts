import { parseArgs } from 'node:util'
import { Mistake } from '../../infra/admin/mistake.ts'
import { PARTS, type PartName } from './parts.ts'

export interface BenchOptions {
  readonly parts: readonly PartName[]
  readonly rounds: number
  readonly json: boolean
}

const ROUNDS = '7'
const USAGE = `Usage: npm run bench [-- [${Object.keys(PARTS).join('|')}]… [--rounds N] [--json]]`

/** Every part unless some are named. */
export function benchOptions(words: readonly string[]): BenchOptions {
  const { values, positionals } = parsed(words)
  const named = positionals.length > 0 ? positionals : Object.keys(PARTS)
  const unknown = named.find((word) => !isPart(word))
  if (unknown !== undefined) throw new Mistake(`There is no part '${unknown}'. ${USAGE}`)
  const rounds = Number(values.rounds)
  if (!Number.isSafeInteger(rounds) || rounds < 1) throw new Mistake(`--rounds needs a number. ${USAGE}`)
  return { parts: named.filter(isPart), rounds, json: values.json }
}

const isPart = (word: string): word is PartName => Object.hasOwn(PARTS, word)

function parsed(words: readonly string[]) {
  const options = {
    rounds: { type: 'string', default: ROUNDS },
    json: { type: 'boolean', default: false },
  } as const
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true })
  } catch (error) {
    throw new Mistake(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}
