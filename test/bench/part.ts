import type { Progress } from '../../infra/local/demo/progress.ts'
import type { LocalStack } from '../../infra/local/stack.ts'

/** What is measured under one name. */
export type Part = (bench: Bench) => Promise<Report>

export interface Bench {
  /** The one stack that all parts share, started by the first that asks. */
  readonly stack: () => Promise<LocalStack>
  /** How often batches are timed. */
  readonly rounds: number
  readonly progress: Progress
}

export interface Report {
  /** For machines. */
  readonly rows: readonly unknown[]
  /** The same for a reader. */
  readonly text: string
}
