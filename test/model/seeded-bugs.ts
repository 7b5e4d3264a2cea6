import type { Action } from './dynamo/actions.ts'
import type { WriteCall } from './dynamo/calls.ts'
import type { Process } from './scenario.ts'

/** Bugs between the real code and the table, so that the product needs no switches: the explorer must find each. */

export type Tamper = NonNullable<Process['tamper']>

/** Writes whose words match have no condition any more. */
export const unconditional = (words: RegExp): Tamper =>
  changingActions(words, (action) => [
    { ...action, test: () => true, words: `${action.words} [unconditional]` },
  ])

/** Writes whose words match are left out of their transaction. */
export const leftOut = (words: RegExp): Tamper => changingActions(words, () => [])

const changingActions =
  (words: RegExp, change: (action: Action) => readonly Action[]): Tamper =>
  (call): WriteCall => ({
    ...call,
    text: `${call.text} tampered: ${words}`,
    actions: call.actions.flatMap((action) => (words.test(action.words) ? change(action) : action)),
  })
