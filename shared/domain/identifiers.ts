/**
 * Identifiers (design §4). An allocation's id says where it lives, so no look-up item and no index stands between
 * making an allocation and finding it, and a retry cannot make a second one with the same number.
 */
export const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Every id on the wire (api-reference §1.2). */
export const ID_PATTERN = /^[@~\-.\w]+$/
export const ID_LENGTH_LIMIT = 50

/** An allocation's id carries its request's id behind `pra_`, two characters and `~`. */
export const OWN_PAYOUT_REQUEST_ID_LENGTH_LIMIT = 43

/** `__proto__` fits the pattern and is no key of a JavaScript object: nobody may be called that. */
export const isWellFormedId = (text: string): boolean =>
  text.length <= ID_LENGTH_LIMIT && ID_PATTERN.test(text) && text !== '__proto__'

/** When an id was made that we made: 48 bits of its 26 characters are milliseconds. Undefined for any other. */
export function madeAt(id: string): Date | undefined {
  const [, time] = GENERATED.exec(id) ?? []
  return time === undefined
    ? undefined
    : new Date(Array.from(time).reduce((sum, digit) => sum * 32 + CROCKFORD.indexOf(digit), 0))
}

const GENERATED = /_([0-7][0-9A-HJKMNP-TV-Z]{9})[0-9A-HJKMNP-TV-Z]{16}$/

export const payoutRequestId = (stem: string): string => `pout_req_${stem.slice(0, 24)}00`

export function allocationId(payoutRequest: string, number: number): string {
  const generated = GENERATED_REQUEST.exec(payoutRequest)
  const suffix = `${CROCKFORD[number >> 5]}${CROCKFORD[number & 31]}`
  return generated ? `pra_${generated[1]}${suffix}` : `pra_${suffix}~${payoutRequest}`
}

/** The request that an allocation belongs to and its number there; undefined for an id that we never gave out. */
export function locateAllocation(id: string): { payoutRequestId: string; number: number } | undefined {
  const generated = GENERATED_ALLOCATION.exec(id)
  if (generated) return located(`pout_req_${generated[1]}00`, generated[2] ?? '')
  const own = OWN_ALLOCATION.exec(id)
  if (!own?.[2] || GENERATED_REQUEST.test(own[2])) return undefined
  return located(own[2], own[1] ?? '')
}

const GENERATED_REQUEST = /^pout_req_([0-9A-HJKMNP-TV-Z]{24})00$/
const GENERATED_ALLOCATION = /^pra_([0-9A-HJKMNP-TV-Z]{24})([0-9A-HJKMNP-TV-Z]{2})$/
const OWN_ALLOCATION = /^pra_([0-9A-HJKMNP-TV-Z]{2})~([@~\-.\w]{1,43})$/

function located(
  payoutRequest: string,
  suffix: string,
): { payoutRequestId: string; number: number } | undefined {
  const number = CROCKFORD.indexOf(suffix.charAt(0)) * 32 + CROCKFORD.indexOf(suffix.charAt(1))
  return number === 0 ? undefined : { payoutRequestId: payoutRequest, number }
}
