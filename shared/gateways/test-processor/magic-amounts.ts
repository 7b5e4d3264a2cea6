import type { Minor } from '../../domain/money.ts'
import type { PaymentResult } from '../../domain/payment-result.ts'

/** What the simulator does with a payment, told by the last two digits of its amount in minor units (rules §5). */
export interface Script {
  /** The answer to paying, and to asking until `resultAfterSeconds` are over. */
  readonly atFirst: PaymentResult
  /** The answer to asking from then on. */
  readonly result: PaymentResult
  readonly resultAfterSeconds: number
  /** How often the result is announced by itself, besides being answered. */
  readonly notifications: number
  readonly answersAfterSeconds: number
  /** The first message got lost on its way: only asking brings the payment to the simulator. */
  readonly isLostAtFirst: boolean
}

export const scriptOf = (amountMinor: Minor): Script => SCRIPTS.get(amountMinor % 100n) ?? at('approved')

const at = (result: PaymentResult, others: Partial<Script> = {}): Script => ({
  atFirst: result,
  result,
  resultAfterSeconds: 0,
  notifications: 0,
  answersAfterSeconds: 0,
  isLostAtFirst: false,
  ...others,
})

const SCRIPTS: ReadonlyMap<bigint, Script> = new Map([
  [90n, at('declined')],
  [91n, at('error')],
  [92n, at('approved', { atFirst: 'pending', resultAfterSeconds: 2, notifications: 1 })],
  [93n, at('declined', { atFirst: 'pending', resultAfterSeconds: 2, notifications: 1 })],
  [94n, at('approved', { atFirst: 'unknown' })],
  [95n, at('approved', { atFirst: 'unknown', isLostAtFirst: true })],
  [96n, at('approved', { notifications: 2 })],
  [97n, at('approved', { answersAfterSeconds: 5 })],
  [98n, at('unknown')],
  [99n, at('approved', { atFirst: 'declined', resultAfterSeconds: 2, notifications: 1 })],
])
