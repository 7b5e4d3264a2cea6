import type { Customer, PairExposure } from './customer.ts'

export interface InstrumentTimes {
  readonly lastPaymentTime: string | null
  readonly lastPayoutTime: string | null
}

/**
 * When an instrument last paid in and was last paid to, through any gateway account, in any currency. Reckoned when it
 * is shown, not kept: transactions are many times more than looks at an instrument, and each would have to write a
 * second item, on which all transactions of the instrument would meet.
 */
export function instrumentTimes({ exposures }: Pick<Customer, 'exposures'>, id: string): InstrumentTimes {
  const pairs = [...exposures.values()].flat().filter(({ paymentInstrumentId }) => paymentInstrumentId === id)
  return {
    lastPaymentTime: latest(pairs, 'lastPaymentTime'),
    lastPayoutTime: latest(pairs, 'lastPayoutTime'),
  }
}

const latest = (pairs: readonly PairExposure[], which: 'lastPaymentTime' | 'lastPayoutTime'): string | null =>
  pairs.reduce<string | null>((last, pair) => later(last, pair[which]), null)

/** Times are UTC with milliseconds, so they order as text. */
const later = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && other > one) ? other : one
