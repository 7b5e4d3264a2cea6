import type { RunRules } from './batch-run.ts'
import { canonicalText } from './canonical-text.ts'
import type { CustomerProfile, PairExposure } from './customer.ts'
import type { PayoutRequest } from './payout-request.ts'

/** A short text for a long one: another for each, as far as anybody can tell. */
export type Digest = (text: string) => string

export type FingerprintOf = (request: PayoutRequest, customer: CustomerProfile) => string

/** 132 bits of the digest: nobody has two states that share them, and a plan of 1000 is 20 kB smaller. */
const FINGERPRINT_LENGTH = 22

/**
 * What a member's legs were decided on (rules §4.7): the version of the request, the customer's profile as the legs
 * before it leave it, the gateway accounts, order and policy. Windows are not in it: whether they have room is looked
 * at when the legs are set aside. It is the content that counts: what was changed and changed back is as it was.
 */
export function fingerprintsUnder({ gateways, order, policy }: RunRules, digest: Digest): FingerprintOf {
  const textOf = remembering((part) => canonicalText(contentOf(part)))
  const rules = digest(canonicalText([gateways.map(textOf).sort(), order, policy]))
  return ({ version }, { customerId, currency, instruments, exposures }) =>
    digest(
      canonicalText([
        [rules, version, customerId, currency],
        instruments.map(textOf).sort(),
        exposures.filter(isAny).map(textOf).sort(),
      ]),
    ).slice(0, FINGERPRINT_LENGTH)
}

/** Nothing is decided by when and how often something was written, or by how fast it is paid through. */
const NOT_DECIDED_BY: ReadonlySet<string> = new Set([
  'version',
  'createdTime',
  'updatedTime',
  'payoutConcurrency',
])

const contentOf = (part: object): object =>
  Object.fromEntries(Object.entries(part).filter(([name]) => !NOT_DECIDED_BY.has(name)))

/** A pair whose only allocation was canceled is as one that never had any. */
const isAny = ({ payments, salesMinor, payoutsMinor, openMinor, lastPayoutTime }: PairExposure): boolean =>
  payments !== 0 || salesMinor !== 0n || payoutsMinor !== 0n || openMinor !== 0n || lastPayoutTime !== null

/** The requests of one customer share most of its profile: each part of it is written once. */
function remembering(textOf: (part: object) => string): (part: object) => string {
  const texts = new WeakMap<object, string>()
  return (part) => {
    const text = texts.get(part) ?? textOf(part)
    texts.set(part, text)
    return text
  }
}
