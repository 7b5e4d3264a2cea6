import type { Item } from '../../shared/repository/client.ts'
import { noAnswer, refusal } from './dynamo/answers.ts'
import type { Call } from './dynamo/calls.ts'
import { copyOf } from './dynamo/values.ts'

/** What a process waits for. */
export type Request = Call | Pause

export interface Pause {
  readonly kind: 'pause'
  readonly text: 'pause'
}

/** What it is told; the same text for the same answer. */
export type Reply =
  | { readonly kind: 'found' | 'refused' | 'written'; readonly text: string; readonly items: Items }
  | { readonly kind: 'no-answer' | 'go-on' | 'time-is-over'; readonly text: string }

type Items = readonly (Item | undefined)[]

export const WRITTEN: Reply = { kind: 'written', text: 'written', items: [] }
export const NO_ANSWER: Reply = { kind: 'no-answer', text: 'no answer' }
export const GO_ON: Reply = { kind: 'go-on', text: 'go on' }
export const TIME_IS_OVER: Reply = { kind: 'time-is-over', text: 'time is over' }

/** The value that the code gets; an error is thrown. Made anew each time, for the code may change it. */
export function valueOf(request: Request, reply: Reply): unknown {
  if (reply.kind === 'no-answer') throw noAnswer()
  if (request.kind === 'pause') return reply.kind === 'go-on'
  if (reply.kind === 'written') return { Attributes: copyOf(reply.items[0]) }
  if (reply.kind === 'refused' && request.kind === 'write') throw refusal(request, reply.items)
  if (reply.kind === 'found' && request.kind === 'read') return copyOf(request.answer(reply.items))
  if (reply.kind === 'found' && request.kind === 'query')
    return copyOf(request.answer(reply.items.filter((item) => item !== undefined)))
  throw new Error(`A ${request.kind} cannot be told: ${reply.text}`)
}
