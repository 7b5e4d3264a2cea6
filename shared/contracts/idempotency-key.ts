/** Of the header `Idempotency-Key` (rules §1). */
export const IDEMPOTENCY_KEY_LENGTH_LIMIT = 255
