import type { LegLimit, PairReason, RequestReason } from '../domain/auto-allocation/decision.ts'

/** Why a request got nothing, for who reads a trace; the names are the API's, the sentences may become better. */
export const REQUEST_EXPLANATIONS: Readonly<Record<RequestReason, string>> = {
  'not-approved': 'The payout request was not approved.',
  blocked: 'The payout request was blocked.',
  canceled: 'The payout request was canceled.',
  split: 'The payout request was split; its parts are payout requests of their own.',
  'removed-from-batch': 'The payout request had left the batch when the run came to it.',
  'no-instrument': 'The customer had no payment instrument.',
  'no-capacity': 'No pair of a payment instrument and a gateway account could take anything: see each.',
  'plan-drifted': 'What the plan was made from had changed.',
  'not-in-plan': 'The payout request was not in the plan.',
  'allocation-limit': 'The payout request had as many allocations as one may ever have.',
  'run-failed': 'The run failed before it came to the payout request.',
}

/** Why a pair took nothing. */
export const PAIR_EXPLANATIONS: Readonly<Record<PairReason, string>> = {
  'instrument-inactive': 'The payment instrument was not active.',
  'card-not-payoutable': 'The card cannot be paid to.',
  'gateway-inactive': 'The gateway account was not active.',
  'gateway-down': 'The gateway account was down.',
  'gateway-pays-nothing': 'The gateway account has the payout instruction none.',
  'method-mismatch': 'The gateway account pays by another method than the payment instrument has.',
  'card-scheme-not-accepted': 'The gateway account does not accept the card’s scheme.',
  'currency-not-accepted': 'The gateway account does not accept the currency.',
  'declined-before': 'An allocation of this payout request on this pair was declined, or three failed.',
  'not-in-order': 'No entry of the allocation order covers the payment instrument.',
  'no-approved-payment': 'The customer has no approved payment in this currency through the gateway account.',
  'no-covering-payment': 'No approved payment in this currency stands against a payout on this pair.',
  'exposure-used-up': 'Payouts and open allocations have used up what was paid in on this pair.',
  'period-maximum-used-up': 'Nothing was left of what the gateway account may pay in 24 hours.',
  'not-needed': 'Nothing was missing any more when the walk came to this pair.',
  'below-minimum': 'Less could be taken than the gateway account’s minimum of one payment.',
  'leg-limit': 'One run makes no more allocations of one payout request.',
}

/** Why a pair took no more than it did. */
export const LIMIT_EXPLANATIONS: Readonly<Record<LegLimit, string>> = {
  amount: 'It took all that was missing.',
  exposure: 'It took all that payments on this pair still cover.',
  'transaction-maximum': 'It took the gateway account’s maximum of one payment.',
  'period-maximum': 'It took all that was left of what the gateway account may pay in 24 hours.',
  repair: 'Money was moved between pairs so that none is below its minimum: see movedAmount.',
}
