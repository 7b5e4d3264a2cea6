/** A website that payout requests come from: how long its requests ripen before they are ready (rules §7.4). */
export interface Website {
  readonly id: string
  readonly name: string
  readonly url: string | null
  readonly settings: { readonly payoutRequest: ReadinessSettings }
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
  version: (before?.version ?? 0) + 1,
  createdTime: before?.createdTime ?? at,
  updatedTime: at,
})
