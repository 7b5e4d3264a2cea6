// A local stack in a process of its own, which can be killed: `stack-program.ts ASSEMBLY DATA`, with an IPC channel.

import { setTimeout as pause } from 'node:timers/promises'
import { startLocalStack } from '../../../infra/local/stack.ts'
import { functionOf } from '../../journeys/harness/faults.ts'
import type { Question } from './stack-process.ts'

const [assembly = '', dataDirectory = ''] = process.argv.slice(2)
const stack = await startLocalStack({ assembly, dataDirectory, schedules: false })

const CREATE = functionOf('payout-request-batches/create')

async function until(question: Question): Promise<void> {
  // A sweep that fails ends us, and whoever waits for it is told so.
  if (question.kind === 'sweep') await stack.invoke(functionOf('background/sweep'), {})
  else while (callsOf(CREATE) < question.calls) await pause(1)
}

const callsOf = (name: string): number =>
  Object.values(stack.counts.snapshot().functions[name]?.requests ?? {}).reduce(
    (sum, times) => sum + times,
    0,
  )

process.on('message', (question: Question) => void until(question).then(() => process.send?.('so')))

// Whoever started us is gone.
process.on('disconnect', () => process.exit(1))

process.send?.({ url: stack.url, awsEndpoint: stack.awsEndpoint, tableName: stack.tableName })
