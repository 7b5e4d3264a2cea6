import { nextReadinessTime } from './readiness.ts'

/** A website that payout requests come from: how long its requests ripen before they are ready (rules §7.4). */
export interface Website {
  readonly id: string
  readonly name: string
  readonly url: string | null
  readonly settings: { readonly payoutRequest: ReadinessSettings }
  /** When its pending requests are looked at next; null where none becomes ready by itself. Not shown. */
  readonly nextReadinessTime: string | null
  readonly version: number
  readonly createdTime: string
  readonly updatedTime: string
}

export interface ReadinessSettings {
  readonly automaticReadinessEnabled: boolean
  readonly pendingPeriodHours: number | null
  /** `HH:MM[:SS]` with optional offset, without one UTC. */
  readonly automaticReadinessTime: string | null
  /** Kept by the readiness job. */
  readonly automaticReadinessLastExecutedAt: string | null
}

export interface WebsiteAsk {
  readonly name: string
  readonly url: string | null
  readonly settings: {
    readonly payoutRequest: Omit<ReadinessSettings, 'automaticReadinessLastExecutedAt'>
  }
}

/** PUT: the website as asked for, new or in place of what was there. */
export const putWebsite = (
  id: string,
  ask: WebsiteAsk,
  before: Website | undefined,
  at: string,
): Website => ({
  ...ask,
  id,
  settings: {
    payoutRequest: {
      ...ask.settings.payoutRequest,
      automaticReadinessLastExecutedAt:
        before?.settings.payoutRequest.automaticReadinessLastExecutedAt ?? null,
    },
  },
  nextReadinessTime: readinessTimeAfterPut(ask, before, at),
  version: (before?.version ?? 0) + 1,
  createdTime: before?.createdTime ?? at,
  updatedTime: at,
})

/** The website once its pending requests were looked at: the settings are the same, the next look is a day later. */
export const readinessExecuted = (website: Website, at: string): Website => ({
  ...website,
  settings: {
    payoutRequest: { ...website.settings.payoutRequest, automaticReadinessLastExecutedAt: at },
  },
  nextReadinessTime: nextReadinessTime(website.settings.payoutRequest, new Date(at)),
  version: website.version + 1,
  updatedTime: at,
})

/** Putting the same time again must not skip the look that is due and that no sweep has come to yet. */
function readinessTimeAfterPut(ask: WebsiteAsk, before: Website | undefined, at: string): string | null {
  const { payoutRequest } = ask.settings
  const isSameTime =
    payoutRequest.automaticReadinessEnabled &&
    before?.settings.payoutRequest.automaticReadinessTime === payoutRequest.automaticReadinessTime
  return (isSameTime && before?.nextReadinessTime) || nextReadinessTime(payoutRequest, new Date(at))
}
