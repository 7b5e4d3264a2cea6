import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { Refusal } from '../domain/refusal.ts'
import type { Patience } from '../runtime/clock.ts'

/** Design §5: the same call again after 50 ms × 2ⁿ, at most 2 s, full jitter; the SDK retries none of these. */
const FIRST_PAUSE_MILLISECONDS = 50
const LONGEST_PAUSE_MILLISECONDS = 2_000

/** Repeats a call that lost against a concurrent one or was throttled, within the call's patience. */
export async function untilHeard<T>(patience: Patience, call: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await call()
    } catch (error) {
      if (!isCrowded(error)) throw error
      if (!(await patience.pause(pauseAfter(tries)))) throw busy()
    }
  }
}

export const pauseAfter = (tries: number): number =>
  Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** tries, LONGEST_PAUSE_MILLISECONDS)

/** Overtaken, not throttled: what is in the way has been written already, so nobody gains from waiting long. */
export const crowdedPauseAfter = (tries: number): number =>
  Math.min(pauseAfter(tries), LONGEST_CROWDED_PAUSE_MILLISECONDS)

const LONGEST_CROWDED_PAUSE_MILLISECONDS = 300

export const busy = (): Refusal =>
  new Refusal('busy', {
    detail:
      'Too many calls for the same things. Nothing was changed by this call; send it again in a moment.',
    retryAfterSeconds: 1,
  })

const CROWDED: readonly (string | undefined)[] = [
  'TransactionConflict',
  'TransactionConflictException',
  'TransactionInProgressException',
  'ThrottlingError',
  'ThrottlingException',
  'ProvisionedThroughputExceeded',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
]

/** A validation error among the reasons is a bug of ours and never repeated. */
function isCrowded(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (!(error instanceof TransactionCanceledException)) return CROWDED.includes(error.name)
  const codes = (error.CancellationReasons ?? [])
    .map((reason) => reason.Code)
    .filter((code) => code && code !== 'None')
  return codes.length > 0 && codes.every((code) => CROWDED.includes(code))
}
