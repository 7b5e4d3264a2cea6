import type { ApiAnswer } from '../../harness/api.ts'
import type { Filter, Wanted } from './world.ts'

/** What callers ask for, each by one call. */
export type Operation =
  | { readonly does: 'create'; readonly wants: Selection }
  | { readonly does: 'add'; readonly batch: string; readonly wants: Selection }
  | { readonly does: 'remove'; readonly batch: string; readonly ids: readonly string[] }
  | { readonly does: 'delete'; readonly batch: string }
  | { readonly does: 'get'; readonly batch: string }
  | { readonly does: 'sweep' }

export type Selection = { readonly ids: readonly string[] } | { readonly filter: Filter }

/** From one moment to another, both included; moments are counted. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** An operation and what became of it: all that a caller knows. One that stopped has no answer and no end. */
export interface Played extends Span {
  readonly operation: Operation
  readonly answer?: ApiAnswer
  /** How many of its calls to AWS something befell. */
  readonly strikes: number
}

export interface History {
  readonly played: readonly Played[]
  /** A moment later than all that were given. */
  now(): number
  add(played: Played): void
}

export function newHistory(): History {
  const played: Played[] = []
  let moment = 0
  return { played, now: () => ++moment, add: (one) => void played.push(one) }
}

export const wants = (selection: Selection, request: Wanted): boolean =>
  'ids' in selection ? selection.ids.includes(request.id) : selection.filter.matches(request)

/** 4xx: nothing has happened. Without an answer, or with a fault, anything may have. */
export const isRefused = ({ answer }: Played): boolean =>
  answer !== undefined && answer.status >= 400 && answer.status < 500

export const isDone = ({ answer }: Played): boolean => answer !== undefined && answer.status < 300

/** What happened, line by line. */
export const told = ({ played }: History): string[] =>
  played.toSorted((one, other) => one.from - other.from).map((one) => `${one.from}..${one.to} ${line(one)}`)

/** With ids as people read them: `r3` is the fourth oldest request, `B1` the second batch that is named. */
export function named(text: string, requests: readonly Wanted[]): string {
  const names = new Map(requests.map(({ id, age }) => [id, `r${age}`]))
  const batches = new Map<string, string>()
  return text
    .replaceAll(/pout_req_\w+/g, (id) => names.get(id) ?? id)
    .replaceAll(/preq_batch_\w+/g, (id) => {
      const name = batches.get(id) ?? `B${batches.size}`
      batches.set(id, name)
      return name
    })
}

function line({ operation, answer, strikes }: Played): string {
  const { does, ...asked } = operation
  const { id, type, payoutRequestIds, conflictingIds, _links } = answer?.body ?? {}
  const heard = { id, type, payoutRequestIds, conflictingIds, ...(type && { _links }) }
  return `${does} ${JSON.stringify(asked)} (${strikes} faults) → ${answer?.status ?? 'stopped'} ${JSON.stringify(heard)}`
}
