import { program } from './arguments.ts'
import { COMMON_OPTIONS, type Command, type Option } from './command.ts'

export const help = (commands: readonly Command[]): string =>
  [
    'Makes organizations and their keys, fills them with data, and looks after what could not be done: of the local',
    'stack, or of a deployed stage.',
    '',
    ...columns(commands.map((command) => [usage(command), command.does])),
    '',
    'Every command takes:',
    ...columns(Object.entries(COMMON_OPTIONS).map(optionRow)),
    '',
    'Examples:',
    ...commands.map(({ examples }) => `  ${program(examples[0] ?? '')}`),
    '',
    'For a deployed stage it uses the AWS credentials and the region of your shell. npm itself prints two lines',
    'on stdout: programs that read --json run `npm run --silent admin -- …`.',
  ].join('\n')

export const helpOf = (command: Command): string =>
  [
    program(usage(command)),
    '',
    command.does,
    '',
    ...columns(Object.entries({ ...command.options, ...COMMON_OPTIONS }).map(optionRow)),
    '',
    ...(command.more === undefined ? [] : [command.more, '']),
    'Examples:',
    ...command.examples.map((example) => `  ${program(example)}`),
  ].join('\n')

const usage = ({ name, takes, options }: Command): string =>
  [
    name,
    ...takes,
    ...Object.entries(options).map(([option, { value, needed }]) => {
      const said = value === undefined ? `--${option}` : `--${option} ${value}`
      return needed ? said : `[${said}]`
    }),
  ].join(' ')

const optionRow = ([name, { value, about }]: [string, Option]): [string, string] => [
  `--${name}${value === undefined ? '' : ` ${value}`}`,
  about,
]

/** Two columns; what is too long for the first has a line of its own. */
function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...rows.map(([left]) => left.length).filter((length) => length <= LEFT_LIMIT))
  return rows.flatMap(([left, right]) =>
    left.length > width
      ? [`  ${left}`, `  ${' '.repeat(width)}  ${right}`]
      : [`  ${left.padEnd(width)}  ${right}`],
  )
}

const LEFT_LIMIT = 34
