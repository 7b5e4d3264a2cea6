import { OPERATIONS, type OperationId } from '../../shared/contracts/operations.ts'
import { countCall, countedCalls } from '../../shared/repository/rate-counts.ts'
import { environment, environmentCount } from '../../shared/runtime/environment.ts'
import { log } from '../../shared/runtime/log.ts'
import { client } from './client.ts'

/** What the authorizer tells a function about the limit; API Gateway passes strings only. */
export type RateContext = Readonly<
  Record<'rateLimit' | 'rateRemaining' | 'rateReset' | 'rateExceeded', string>
>

/**
 * Counts a call that is not a GET (rules §1). Of the GETs only that of one batch shows the limit, and looks it up.
 * When counting fails the call goes on, and shows none.
 */
export async function rateOf(
  organization: string,
  operation: OperationId,
  at: Date,
): Promise<RateContext | Record<string, never>> {
  const counts = !OPERATIONS[operation].startsWith('GET ')
  if (!counts && operation !== 'GetPayoutRequestBatch') return {}
  const limit = environmentCount('RATE_LIMIT')
  const { windowStart, reset } = windowAt(at)
  const expiresAt = reset + KEPT_SECONDS
  const counter = { client, tableName: environment('TABLE_NAME'), organization, windowStart, expiresAt }
  try {
    const inTime = AbortSignal.timeout(COUNTING_LIMIT_MILLISECONDS)
    const calls = await (counts ? countCall : countedCalls)(counter, inTime)
    return {
      rateLimit: String(limit),
      rateRemaining: String(Math.max(0, limit - calls)),
      rateReset: String(reset),
      rateExceeded: String(counts && calls > limit),
    }
  } catch (error) {
    log.warn('A call was not counted', { error })
    return {}
  }
}

/** Windows follow one another from the UTC epoch on, the same for all containers. */
function windowAt(at: Date): { windowStart: number; reset: number } {
  const seconds = environmentCount('RATE_WINDOW_SECONDS')
  const windowStart = Math.floor(at.getTime() / 1000 / seconds) * seconds
  return { windowStart, reset: windowStart + seconds }
}

const KEPT_SECONDS = 3600

/** The caller must not wait for a count that does not come. */
const COUNTING_LIMIT_MILLISECONDS = 2000
