import type { Table } from '../../shared/repository/client.ts'
import type { RunningStack } from '../local/running.ts'
import type { Connection } from './stage-table.ts'

/** One thing that the admin program does. */
export interface Command {
  /** `key create` */
  readonly name: string
  /** A sentence. */
  readonly does: string
  /** What stands behind the name, such as `NAME`; all are needed. */
  readonly takes: readonly string[]
  /** Besides those of every command. */
  readonly options: Readonly<Record<string, Option>>
  /** What follows `npm run admin -- `. */
  readonly examples: readonly string[]
  /** Shown by `--help` after the options. */
  readonly more?: string
  readonly localOnly?: boolean
  run(asked: Asked): Promise<Outcome>
}

export interface Option {
  /** How its value is called; a switch has none. */
  readonly value?: string
  readonly about: string
  readonly needed?: boolean
}

export interface Asked {
  /** What was given for `takes`. */
  readonly given: readonly string[]
  /** Of a needed option, the value is there. */
  readonly the: (option: string) => string
  readonly find: (option: string) => string | undefined
  /** Of a switch. */
  readonly is: (option: string) => boolean
  readonly table: Table
  readonly stage: string
  readonly connection: Connection
  /** The local stack, unless a deployed stage was named. */
  readonly local: Pick<RunningStack, 'signingKey'> | undefined
  readonly json: boolean
}

export interface Outcome {
  /** One line, with `--json`. */
  readonly json: unknown
  /** For people. */
  readonly text: string
  /** True when something was refused although the command was done. */
  readonly refused?: boolean
}

export const COMMON_OPTIONS: Readonly<Record<string, Option>> = {
  stage: { value: 'STAGE', about: 'a deployed stage, such as dev; the local stack if not given' },
  endpoint: {
    value: 'URL',
    about: "the local stack's address for AWS calls, if it is not the one started last",
  },
  json: { about: 'answer with one line of JSON' },
  help: { about: 'show this' },
}
