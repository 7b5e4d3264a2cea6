import type { IndexName } from '../shared/repository/table.ts'
import { BACKGROUND } from './background.ts'
import { ROUTES } from './routes.ts'

/**
 * What a function may do to the table; nobody may scan it or delete it. A transaction has no permission of its own:
 * each of its parts is a PutItem, UpdateItem, DeleteItem, ConditionCheckItem or GetItem.
 */
export interface TableUse {
  readonly read?: readonly ('GetItem' | 'BatchGetItem' | 'Query')[]
  readonly write?: readonly ('PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem')[]
  /** Indexes it queries. */
  readonly indexes?: readonly IndexName[]
}

export interface FunctionDefinition {
  /** Its file, below functions/ and without extension. */
  readonly file: string
  readonly may: TableUse
  readonly memoryMb?: number
  readonly timeoutSeconds?: number
}

/** Every function of the service: what is built, what is deployed and what functions/ holds are this list. */
export const functionDefinitions = (): readonly FunctionDefinition[] => [
  ...Object.values(ROUTES),
  ...Object.values(BACKGROUND),
]

/** `payout-requests/create` is called `payout-requests-create` everywhere but on disk. */
export const functionName = (definition: Pick<FunctionDefinition, 'file'>): string =>
  definition.file.replaceAll('/', '-')
