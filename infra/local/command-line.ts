import { parseArgs } from 'node:util'
import { Mistake } from '../admin/mistake.ts'

export interface StartOptions {
  readonly port: number
  readonly dataDirectory: string | undefined
  readonly json: boolean
}

/** Of `npm start`. */
export function startOptions(words: readonly string[], environment: NodeJS.ProcessEnv): StartOptions {
  const { data, json } = optionsIn(words, { data: TEXT, json: SWITCH }, START_USAGE)
  const port = environment['PORT'] || String(DEFAULT_PORT)
  if (!/^\d{1,5}$/.test(port) || Number(port) > PORT_LIMIT)
    throw new Mistake(`PORT is '${port}': it must be a number from 0 (any free port) to ${PORT_LIMIT}.`)
  if (data === '') throw new Mistake(`--data needs a directory. ${START_USAGE}`)
  return {
    port: Number(port),
    dataDirectory: typeof data === 'string' ? data : undefined,
    json: json === true,
  }
}

const DEFAULT_PORT = 3000
const PORT_LIMIT = 65_535

export interface DemoOptions {
  readonly requests: number
  readonly seed: number
  readonly json: boolean
}

/** Of `npm run demo`. */
export function demoOptions(words: readonly string[]): DemoOptions {
  const { requests, seed, json } = optionsIn(words, { requests: TEXT, seed: TEXT, json: SWITCH }, DEMO_USAGE)
  return {
    requests: whole('requests', requests ?? DEFAULT_REQUESTS, 1, REQUESTS_LIMIT),
    seed: whole('seed', seed ?? DEFAULT_SEED, 0, SEED_LIMIT),
    json: json === true,
  }
}

const DEFAULT_REQUESTS = '1000'
const REQUESTS_LIMIT = 20_000
const DEFAULT_SEED = '1'
const SEED_LIMIT = 4_294_967_295

const TEXT = { type: 'string' } as const
const SWITCH = { type: 'boolean' } as const

const START_USAGE = 'Usage: [PORT=3000] npm start [-- [--data DIR] [--json]]'
const DEMO_USAGE = `Usage: npm run demo [-- [--requests N] [--seed S] [--json]], N from 1 to ${REQUESTS_LIMIT}`

function optionsIn(
  words: readonly string[],
  options: Readonly<Record<string, typeof TEXT | typeof SWITCH>>,
  usage: string,
): Readonly<Record<string, string | boolean | undefined>> {
  try {
    return parseArgs({ args: [...words], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    const said = error instanceof Error ? error.message.split('. ')[0] : String(error)
    throw new Mistake(`${said}. ${usage}`)
  }
}

function whole(option: string, text: string | boolean, from: number, to: number): number {
  const number = typeof text === 'string' && /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (number >= from && number <= to) return number
  throw new Mistake(`--${option} is '${text}': it must be a whole number from ${from} to ${to}.`)
}
