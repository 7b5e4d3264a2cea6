import { commandIn, readArguments } from './arguments.ts'
import type { Asked, Command, Outcome } from './command.ts'
import { importCommand } from './commands/import.ts'
import { keyCreate } from './commands/key-create.ts'
import { keyList } from './commands/key-list.ts'
import { keyRevoke } from './commands/key-revoke.ts'
import { organizationCreate } from './commands/organization-create.ts'
import { token } from './commands/token.ts'
import { help, helpOf } from './help.ts'
import { Mistake } from './mistake.ts'
import { deployedTable, LOCAL_STAGE, localTable, theLocalStack } from './stage-table.ts'
import { inPlainWords } from './trouble.ts'

const COMMANDS: readonly Command[] = [organizationCreate, keyCreate, keyList, keyRevoke, token, importCommand]

/** `npm run admin -- …`: rules §6. Exit code 0, or 1 when something was not done. */
async function admin(words: readonly string[]): Promise<number> {
  if (words.length === 0 || ['--help', '-h', 'help'].includes(words[0] ?? '')) {
    console.log(help(COMMANDS))
    return 0
  }
  const { command, rest } = commandIn(COMMANDS, words)
  const { given, values } = readArguments(command, rest)
  if (values['help'] === true) {
    console.log(helpOf(command))
    return 0
  }
  const json = values['json'] === true
  const { json: line, text, refused } = await run(command, given, values, json)
  console.log(json ? JSON.stringify(line) : text)
  return refused ? 1 : 0
}

type Values = ReturnType<typeof readArguments>['values']

async function run(
  command: Command,
  given: readonly string[],
  values: Values,
  json: boolean,
): Promise<Outcome> {
  const find = (name: string) => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  const { table, local } = await place(command, find)
  return command.run({ given, find, the: (name) => find(name) ?? '', table, local, json })
}

async function place(
  { name, localOnly = false }: Command,
  find: Asked['find'],
): Promise<Pick<Asked, 'table' | 'local'>> {
  const stage = find('stage') ?? LOCAL_STAGE
  if (stage === LOCAL_STAGE) {
    const local = await theLocalStack(find('endpoint'))
    return { table: localTable(local), local }
  }
  if (localOnly) throw new Mistake(`'${name}' is for the local stack: leave --stage out.`)
  if (find('endpoint')) throw new Mistake('--endpoint names a local stack: leave it or --stage out.')
  return { table: deployedTable(stage), local: undefined }
}

/** One line, also for programs: with `--json` as `{"error": …}`. */
function complain(error: unknown, words: readonly string[]): void {
  const message = inPlainWords(error)
  console.error(words.includes('--json') ? JSON.stringify({ error: message }) : message)
}

const words = process.argv.slice(2)
try {
  process.exitCode = await admin(words)
} catch (error) {
  complain(error, words)
  process.exitCode = 1
}
