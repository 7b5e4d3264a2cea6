import { setImmediate } from 'node:timers/promises'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { leasesBy } from '../../shared/repository/batches/leases.ts'
import type { Process, World } from './scenario.ts'

/** One run of a process: it stands wherever it waits for answers, and goes on when it is given one. */
export interface Execution {
  /** Commands and pauses without an answer, by the number of the call. */
  readonly pending: ReadonlyMap<number, object | 'pause'>
  readonly outcome: Outcome | undefined
  /** Questions to the clock since the last answer, with what was said. */
  readonly asked: readonly Asked[]
  /** Gives an answer (a function that throws: an error); questions are answered as foreseen, further ones as usual. */
  resume(call: number, answer: () => unknown, foreseen: readonly boolean[]): Promise<void>
}

export type Outcome = { readonly value: unknown } | { readonly error: unknown }

export interface Asked {
  readonly question: string
  readonly answer: boolean
}

/** Every organization, table and time of the model. */
export const MODEL = { organization: 'o', table: 'model', now: '2030-01-01T00:00:00.000Z' }

export async function begin(
  process: Process,
  foreseen: readonly boolean[],
  usual: boolean,
): Promise<Execution> {
  const waiting = new Map<number, Waiting>()
  const pending = new Map<number, object | 'pause'>()
  let calls = 0
  let outcome: Outcome | undefined
  let asked: Asked[] = []
  let script = foreseen
  const called = (what: object | 'pause') =>
    new Promise<unknown>((resolve, reject) => {
      pending.set(calls, what)
      waiting.set(calls, { resolve, reject })
      calls += 1
    })
  const ask = (question: string) => {
    const answer = script[asked.length] ?? usual
    asked.push({ question, answer })
    return answer
  }
  process.run(worldOf(called, ask)).then(
    (value) => (outcome = { value }),
    (error: unknown) => (outcome = { error }),
  )
  // Whatever the code does between two calls is done in microtasks.
  await setImmediate()
  return {
    pending,
    get outcome() {
      return outcome
    },
    get asked() {
      return asked
    },
    async resume(call, answer, answers) {
      asked = []
      script = answers
      settle(waiting.get(call), answer)
      waiting.delete(call)
      pending.delete(call)
      await setImmediate()
    },
  }
}

interface Waiting {
  resolve(value: unknown): void
  reject(error: unknown): void
}

function settle(waiting: Waiting | undefined, answer: () => unknown): void {
  if (!waiting)
    throw new Error('The process behaves differently with the same answers: it depends on something else.')
  try {
    waiting.resolve(answer())
  } catch (error) {
    waiting.reject(error)
  }
}

function worldOf(called: (what: object | 'pause') => Promise<unknown>, ask: World['ask']): World {
  // The SDK's paginators ask whether the client is one.
  const client: DynamoDBDocumentClient = Object.assign(Object.create(DynamoDBDocumentClient.prototype), {
    send: called,
  })
  const clock = { now: () => new Date(MODEL.now) }
  const patience = { pause: async () => (await called('pause')) === true }
  return {
    table: { client, name: MODEL.table, organization: MODEL.organization, patience },
    clock,
    leases: { end: leasesBy(clock).end, isOver: () => ask('is the lease over') },
    ask,
  }
}
