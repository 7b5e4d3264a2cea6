import type { AllocationOrder, AllocationPolicy } from './auto-allocation/decision.ts'

/** Rules §7.4. */
export interface OrganizationSettings {
  /** Null: the published order is used. */
  readonly payoutRequestAllocationOrder: AllocationOrder | null
  readonly payoutRequestAllocationPolicy: AllocationPolicy
  readonly payoutTargets: PayoutTargets
  /** 0 as long as nothing was set. */
  readonly version: number
  readonly createdTime: string | null
  readonly updatedTime: string | null
}

/** For how many hours a payout request (ready, approved) or an allocation (the others) may rest in a status (rules §5). */
export type PayoutTargets = Readonly<Record<PayoutTarget, number>>

export const PAYOUT_TARGETS = [
  'ready',
  'approved',
  'pending',
  'queued',
  'processing',
  'waitingCompletion',
] as const

export type PayoutTarget = (typeof PAYOUT_TARGETS)[number]

export const DEFAULT_SETTINGS: OrganizationSettings = {
  payoutRequestAllocationOrder: null,
  payoutRequestAllocationPolicy: 'largest-exposure',
  payoutTargets: {
    ready: 24,
    approved: 24,
    pending: 24,
    queued: 0.25,
    processing: 1,
    waitingCompletion: 72,
  },
  version: 0,
  createdTime: null,
  updatedTime: null,
}

/** What PATCH sets; targets that are not named stay. */
export interface SettingsPatch {
  readonly payoutRequestAllocationOrder?: AllocationOrder | null
  readonly payoutRequestAllocationPolicy?: AllocationPolicy
  readonly payoutTargets?: Partial<PayoutTargets>
}

export const changeSettings = (
  settings: OrganizationSettings,
  { payoutTargets, ...patch }: SettingsPatch,
  at: string,
): OrganizationSettings => ({
  ...settings,
  ...patch,
  payoutTargets: { ...settings.payoutTargets, ...payoutTargets },
  version: settings.version + 1,
  createdTime: settings.createdTime ?? at,
  updatedTime: at,
})
