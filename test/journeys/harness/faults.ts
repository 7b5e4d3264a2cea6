import { LOCAL_STAGE } from '../../../infra/admin/stage-table.ts'
import type { LocalStack } from '../../../infra/local/stack.ts'
import { nameIn } from '../../../infra/names.ts'

/** As the stack calls a function of this project: `functionOf('batch-run/begin')`. */
export const functionOf = (file: string): string => nameIn(LOCAL_STAGE, file.replaceAll('/', '-'))

/**
 * Keeps a run from getting past one of its steps, whose calls all fail; resolves to what lets it go on: Step Functions
 * tries the step again.
 */
export function heldRuns(
  { faults }: Pick<LocalStack, 'faults'>,
  step: 'begin' | 'allocate-chunk' | 'conclude' = 'begin',
): () => void {
  const held = faults.inject({ kind: 'lost-request', function: functionOf(`batch-run/${step}`) })
  return held.remove
}
