/** Rules §1: how long auto-allocate waits for its run. */
export const DEFAULT_WAIT_SECONDS = 4
export const WAIT_SECONDS_LIMIT = 20

export interface Preference {
  readonly waitSeconds: number
  /** What the answer says was honoured; null when nothing was asked for. */
  readonly applied: string | null
}

/** Reads a Prefer header (RFC 7240): `respond-async` or `wait=0` answers at once, `wait=N` waits up to 20 s. */
export function readPreference(header: string | undefined): Preference {
  const wishes = (header ?? '').split(/[,;]/).map((wish) => wish.trim().toLowerCase())
  const wait = wishes
    .map((wish) => /^wait\s*=\s*"?(\d{1,9})"?$/.exec(wish)?.[1])
    .find((seconds) => seconds !== undefined)
  if (wishes.includes('respond-async')) return { waitSeconds: 0, applied: 'respond-async' }
  if (wait === undefined) return { waitSeconds: DEFAULT_WAIT_SECONDS, applied: null }
  const waitSeconds = Math.min(Number(wait), WAIT_SECONDS_LIMIT)
  return { waitSeconds, applied: `wait=${waitSeconds}` }
}
