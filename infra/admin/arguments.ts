import { parseArgs } from 'node:util'
import { COMMON_OPTIONS, type Command, type Option } from './command.ts'
import { Mistake } from './mistake.ts'

export interface Arguments {
  readonly given: readonly string[]
  readonly values: Readonly<Record<string, string | boolean | undefined>>
}

/** The command that the first words name. */
export function commandIn(
  commands: readonly Command[],
  words: readonly string[],
): { command: Command; rest: readonly string[] } {
  for (const command of commands) {
    const name = command.name.split(' ')
    if (name.every((word, i) => words[i] === word)) return { command, rest: words.slice(name.length) }
  }
  if (words[0]?.startsWith('-'))
    throw new Mistake(`Say the command first, then its options. See: ${program('--help')}`)
  const said = words.filter((word) => !word.startsWith('-')).join(' ')
  const names = commands.map(({ name }) => name).join(', ')
  throw new Mistake(`There is no command '${said}'. The commands are: ${names}. See: ${program('--help')}`)
}

/** Refuses options that the command does not know, and what is missing; `--help` is an answer to all of that. */
export function readArguments(command: Command, words: readonly string[]): Arguments {
  const known: Readonly<Record<string, Option>> = { ...command.options, ...COMMON_OPTIONS }
  const { values, positionals } = parsed(command, known, words)
  if (values['help'] === true) return { given: [], values }
  for (const [name, { needed, value }] of Object.entries(known))
    if (needed && !values[name]) throw mistake(command, `The option --${name} ${value} is missing`)
  if (positionals.length < command.takes.length)
    throw mistake(command, `${command.takes[positionals.length]} is missing`)
  if (positionals.length > command.takes.length)
    throw mistake(command, `'${positionals[command.takes.length]}' is one word too many`)
  return { given: positionals, values }
}

export const program = (words: string): string => `npm run admin -- ${words}`

function parsed(command: Command, known: Readonly<Record<string, Option>>, words: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(known).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  )
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true })
  } catch (error) {
    throw mistake(command, said(error, Object.keys(known)))
  }
}

/** Node's words are for programmers. */
function said(error: unknown, known: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error)
  const unknown = /^Unknown option '([^']+)'/.exec(message)?.[1]
  if (unknown)
    return `There is no option ${unknown}; there are ${known.map((name) => `--${name}`).join(', ')}`
  return message.split('\n')[0]?.replace(/\.$/, '') ?? message
}

const mistake = (command: Command, what: string): Mistake =>
  new Mistake(`${what}. See: ${program(`${command.name} --help`)}`)
