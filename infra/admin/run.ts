import { commandIn, readArguments } from './arguments.ts'
import type { Asked, Command } from './command.ts'
import { deadLettersDrop } from './commands/dead-letters-drop.ts'
import { deadLettersList } from './commands/dead-letters-list.ts'
import { deadLettersRead } from './commands/dead-letters-read.ts'
import { deadLettersRedrive } from './commands/dead-letters-redrive.ts'
import { importCommand } from './commands/import.ts'
import { keyCreate } from './commands/key-create.ts'
import { keyList } from './commands/key-list.ts'
import { keyRevoke } from './commands/key-revoke.ts'
import { organizationCreate } from './commands/organization-create.ts'
import { replay } from './commands/replay.ts'
import { token } from './commands/token.ts'
import { help, helpOf } from './help.ts'
import { Mistake } from './mistake.ts'
import {
  deployedConnection,
  deployedTable,
  LOCAL_STAGE,
  localConnection,
  localTable,
  theLocalStack,
} from './stage-table.ts'
import { inPlainWords } from './trouble.ts'

export interface Ended {
  /** 0, or 1 when something was not done. */
  readonly exitCode: number
  readonly out: string
  readonly err: string
}

/** Does what the words of a command line ask for (rules §6); never throws. */
export async function runAdmin(words: readonly string[]): Promise<Ended> {
  try {
    return await obey(words)
  } catch (error) {
    const message = inPlainWords(error)
    const err = words.includes('--json') ? JSON.stringify({ error: message }) : message
    return { exitCode: 1, out: '', err }
  }
}

export const COMMANDS: readonly Command[] = [
  organizationCreate,
  keyCreate,
  keyList,
  keyRevoke,
  token,
  importCommand,
  deadLettersList,
  deadLettersRead,
  deadLettersRedrive,
  deadLettersDrop,
  replay,
]

async function obey(words: readonly string[]): Promise<Ended> {
  if (words.length === 0 || ['--help', '-h', 'help'].includes(words[0] ?? '')) return said(help(COMMANDS))
  const { command, rest } = commandIn(COMMANDS, words)
  const { given, values } = readArguments(command, rest)
  if (values['help'] === true) return said(helpOf(command))
  const find = (name: string) => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  const is = (name: string) => values[name] === true
  const json = is('json')
  const place = await placeOf(command, find)
  const outcome = await command.run({ ...place, given, find, is, the: (name) => find(name) ?? '', json })
  return said(json ? JSON.stringify(outcome.json) : outcome.text, outcome.refused ? 1 : 0)
}

const said = (out: string, exitCode = 0): Ended => ({ exitCode, out, err: '' })

async function placeOf(
  { name, localOnly = false }: Command,
  find: Asked['find'],
): Promise<Pick<Asked, 'table' | 'local' | 'stage' | 'connection'>> {
  const stage = find('stage') ?? LOCAL_STAGE
  if (stage === LOCAL_STAGE) {
    const local = await theLocalStack(find('endpoint'))
    return { stage, table: localTable(local), connection: localConnection(local), local }
  }
  if (localOnly) throw new Mistake(`'${name}' is for the local stack: leave --stage out.`)
  if (find('endpoint')) throw new Mistake('--endpoint names a local stack: leave it or --stage out.')
  return {
    stage,
    table: deployedTable(stage),
    connection: deployedConnection(stage),
    local: undefined,
  }
}
