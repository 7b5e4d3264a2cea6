import { isLive } from './facts.ts'
import type { Story } from './story.ts'

/** Rolling windows by account, currency, setting of the cap and hour (rules §4.5). */

const AN_HOUR = 3_600_000

/** Whether the hour is one of the current and the 24 previous ones. */
export function counts(hour: string, at: number): boolean {
  const hours = Math.floor(at / AN_HOUR) - Date.parse(`${hour}:00:00Z`) / AN_HOUR
  return hours >= 0 && hours <= 24
}

const hourOf = (time: string): string => time.slice(0, '2026-11-21T12'.length)

/** Live automatic allocations of capped accounts in hours that count. */
export function liveByHour(story: Story, at: number): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const one of story.facts('allocation')) {
    const hour = hourOf(one.createdTime)
    if (one.capSince === undefined || !isLive(one) || !counts(hour, at)) continue
    const name = `${one.gatewayAccountId} ${one.currency} ${one.capSince} ${hour}`
    sums.set(name, (sums.get(name) ?? 0n) + one.amountMinor)
  }
  return sums
}

/** What the windows say of the same, and of all other hours. */
export function takenByHour(story: Story): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { pk, sk, reservations: _, ...rest } of story.facts('window')) {
    const [, currency, since] = sk.split('#')
    for (const [name, amount] of Object.entries(rest))
      if (name.startsWith('taken-') && Number(amount) !== 0)
        sums.set(`${pk.split('#')[3]} ${currency} ${since} ${name.slice(6)}`, BigInt(Number(amount)))
  }
  return sums
}

/** Usage of the 24 hours before this moment, of one setting of a cap. */
export function usedMinor(
  story: Story,
  {
    gatewayAccountId,
    currency,
    capSince,
  }: { gatewayAccountId: string; currency: string; capSince?: number | undefined },
  at: number,
): bigint {
  const window = `${gatewayAccountId} ${currency} ${capSince} `
  let used = 0n
  for (const [name, live] of liveByHour(story, at)) if (name.startsWith(window)) used += live
  return used
}
