import { AsyncLocalStorage } from 'node:async_hooks'
import type { ApiAnswer } from '../../harness/api.ts'

/** What callers ask for, and the steps of runs. */
export type Asked = ApiAsked | StepAsked

export type ApiAsked =
  | {
      readonly does: 'allocate'
      readonly request: string
      readonly instrument: string
      readonly gateway: string
      readonly amountMinor: bigint
      readonly currency: string
    }
  | { readonly does: 'auto'; readonly request: string }
  | { readonly does: 'start'; readonly batch: string }
  | { readonly does: 'cancel' | 'process'; readonly allocation: string }
  | Told
  | { readonly does: 'cancel-all'; readonly batch: string; readonly run: string | null }
  | { readonly does: 'record'; readonly id: string; readonly body: object }
  | { readonly does: 'dispute'; readonly transaction: string; readonly status: 'disputed' | 'completed' }
  | { readonly does: 'change'; readonly gateway: string; readonly body: object }
  | { readonly does: 'block'; readonly request: string; readonly blocked: boolean }

/** What a gateway says over the bus became of a payment. */
export interface Told {
  readonly does: 'tell'
  readonly allocation: string
  readonly result: 'approved' | 'declined' | 'abandoned'
  readonly amountMinor: bigint
  readonly currency: string
}

export type StepAsked =
  | { readonly does: 'begin' | 'conclude' | 'fail'; readonly run: RunReference }
  | { readonly does: 'chunk'; readonly run: RunReference; readonly chunk: Chunk }

export interface RunReference {
  readonly organizationId: string
  readonly batchId: string
  readonly runId: string
}

export interface Chunk {
  readonly number: number
  readonly requests: readonly string[]
}

/** Something that somebody wants done, tried until it is answered or given up. */
export interface Deed {
  readonly asked: Asked
  /** The Idempotency-Key of every try. */
  readonly key: string | null
  readonly tries: Try[]
}

/** One call of an endpoint, or of a step: from one moment to another; one that stopped has no answer. */
export interface Try {
  readonly deed: Deed
  readonly from: number
  to: number
  answer?: ApiAnswer
  /** How many of its calls to AWS something befell. */
  strikes: number
}

/** Whoever writes the table now. */
export const acting = new AsyncLocalStorage<Try>()

export const isDone = ({ answer }: Try): boolean => answer !== undefined && answer.status < 300

/** What happened, line by line. */
export const told = (deeds: readonly Deed[]): string[] =>
  deeds
    .flatMap(({ tries }) => tries)
    .toSorted((one, other) => one.from - other.from)
    .map(line)

function line({ deed, from, to, answer, strikes }: Try): string {
  const { does, ...asked } = deed.asked
  const heard = answer ? `${answer.status} ${answer.body?.type ?? answer.body?.id ?? ''}` : 'stopped'
  const text = JSON.stringify(asked, (_, value) => (typeof value === 'bigint' ? String(value) : value))
  return `${from}..${to} ${does} ${text} (${strikes} faults) → ${heard}`
}
