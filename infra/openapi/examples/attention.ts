import { representAttention } from '../../../shared/contracts/attention.ts'
import { TIME } from './ids.ts'

const left = {
  kind: 'unallocated' as const,
  reason: 'no-capacity',
  currency: 'EUR',
  amountMinor: 80_50n,
  since: TIME.allocated,
}

/** Made as an answer is, because every kind stands in it. */
export const ATTENTION = representAttention({ concerns: [left], isCut: false }, new Date(TIME.looked))
