import { LOCAL_STAGE } from '../../../infra/admin/stage-table.ts'
import type { LocalStack } from '../../../infra/local/stack.ts'
import { nameIn } from '../../../infra/names.ts'

type Faults = Pick<LocalStack, 'faults'>

/** As the stack calls a function of this project: `functionOf('batch-run/begin')`. */
export const functionOf = (file: string): string => nameIn(LOCAL_STAGE, file.replaceAll('/', '-'))

/**
 * Until the answer is called no run starts: its order becomes a dead letter, and the batch stays in processing for the
 * rest of the test.
 */
export function neverRun({ faults }: Faults): () => void {
  return faults.inject({
    kind: 'throttling',
    function: functionOf('background/orders'),
    action: 'states:StartExecution',
  }).remove
}

/** Until the answer is called no run ends; soon after that it does, since Step Functions tries again. */
export function neverConclude({ faults }: Faults): () => void {
  return faults.inject({ kind: 'lost-request', function: functionOf('batch-run/conclude') }).remove
}
