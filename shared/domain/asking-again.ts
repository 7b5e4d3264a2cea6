/** Rules §5: how old an unknown payment is when its gateway is asked again: 10 s, 1, 5, 15, 60 min, then hourly. */
export const ASKING_AGES_SECONDS: readonly number[] = [10, 60, 300, 900, 3600]

const HOUR_SECONDS = 3600

/**
 * When to ask next about a payment first sent at `sentTime`. Reckoned from its age, not from a count of tries, so that
 * nothing needs to be kept, a crash skips what it missed, and two who reckon at once agree.
 */
export function nextAskingTime(sentTime: string, now: Date): string {
  const sent = Date.parse(sentTime)
  const ageSeconds = Math.max(0, (now.getTime() - sent) / 1000)
  const next =
    ASKING_AGES_SECONDS.find((age) => age > ageSeconds) ??
    (Math.floor(ageSeconds / HOUR_SECONDS) + 1) * HOUR_SECONDS
  return new Date(sent + next * 1000).toISOString()
}
